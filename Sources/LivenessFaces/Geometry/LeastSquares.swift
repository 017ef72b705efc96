/// Weighted linear equations of up to seven unknowns, gathered as their normal equations.
struct LeastSquares {
  private var matrix: [SIMD8<Double>]

  /// Begins without any equation.
  ///
  /// - Parameter unknowns: How many there are, 1 to 7.
  init(unknowns: Int) {
    matrix = [SIMD8<Double>](repeating: .zero, count: unknowns)
  }

  /// Adds an equation.
  ///
  /// - Parameters:
  ///   - row: What stands at the unknowns, then the value, then zeros.
  ///   - weight: What it counts.
  mutating func add(_ row: SIMD8<Double>, weight: Double) {
    let weighted = row * weight
    for index in matrix.indices { matrix[index] += weighted * row[index] }
  }

  /// The unknowns that fit the equations best; `nil` where they are not determined.
  var solution: SIMD8<Double>? { LeastSquares.solved(matrix) }

  /// How much of the equations' variance one unknown has: its place on the diagonal of the normal
  /// matrix's inverse; `nil` where the unknowns are not determined.
  func variance(of unknown: Int) -> Double? {
    var unit = matrix
    for index in unit.indices { unit[index][unit.count] = index == unknown ? 1 : 0 }
    return LeastSquares.solved(unit)?[unknown]
  }

  /// Gauss's elimination with the largest pivot of each column.
  private static func solved(_ equations: [SIMD8<Double>]) -> SIMD8<Double>? {
    var matrix = equations
    let count = matrix.count
    for column in 0..<count {
      let pivot = (column..<count).max { abs(matrix[$0][column]) < abs(matrix[$1][column]) }
      guard let pivot, abs(matrix[pivot][column]) > 1e-12 else { return nil }
      matrix.swapAt(column, pivot)
      for row in 0..<count where row != column {
        matrix[row] -= matrix[column] * (matrix[row][column] / matrix[column][column])
      }
    }
    var solution = SIMD8<Double>.zero
    for index in 0..<count { solution[index] = matrix[index][count] / matrix[index][index] }
    return solution
  }
}

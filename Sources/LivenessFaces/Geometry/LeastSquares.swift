/// Linear equations of up to seven unknowns, gathered as their normal equations.
struct LeastSquares {
  private var matrix: [SIMD8<Double>]

  /// Begins without any equation.
  ///
  /// - Parameter unknowns: How many there are, 1 to 7.
  init(unknowns: Int) {
    matrix = [SIMD8<Double>](repeating: .zero, count: unknowns)
  }

  /// Adds an equation: what stands at the unknowns, then the value, then zeros.
  mutating func add(_ row: SIMD8<Double>) {
    for index in matrix.indices { matrix[index] += row * row[index] }
  }

  /// The unknowns that fit the equations best; `nil` where they are not determined.
  ///
  /// Gauss's elimination with the largest pivot of each column.
  var solution: SIMD8<Double>? {
    var matrix = matrix
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

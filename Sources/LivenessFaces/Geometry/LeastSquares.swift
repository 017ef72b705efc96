/// The solution of weighted linear least squares of up to seven unknowns by its normal equations.
enum LeastSquares {
  /// Solves the equations as well as they can be solved.
  ///
  /// - Parameters:
  ///   - rows: For each equation what stands at the unknowns, then the value, then zeros.
  ///   - unknowns: How many there are, 1 to 7.
  ///   - weights: What each equation counts.
  /// - Returns: The unknowns; `nil` where the equations do not determine them.
  static func solve(
    _ rows: [SIMD8<Double>], unknowns: Int, weights: [Double]
  ) -> SIMD8<Double>? {
    var matrix = [SIMD8<Double>](repeating: .zero, count: unknowns)
    for (row, weight) in zip(rows, weights) {
      let weighted = row * weight
      for i in 0..<unknowns { matrix[i] += weighted * row[i] }
    }
    return eliminate(&matrix)
  }

  /// Gauss's elimination with the largest pivot of each column.
  private static func eliminate(_ matrix: inout [SIMD8<Double>]) -> SIMD8<Double>? {
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

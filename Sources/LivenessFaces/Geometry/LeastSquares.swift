/// The solution of weighted linear least squares by its normal equations.
enum LeastSquares {
  /// The coefficients that bring the rows' products nearest to the values; `nil` where the rows do
  /// not determine them.
  static func solve(rows: [[Double]], values: [Double], weights: [Double]) -> [Double]? {
    guard let count = rows.first?.count else { return nil }
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: count + 1), count: count)
    for ((row, value), weight) in zip(zip(rows, values), weights) {
      for i in 0..<count {
        let factor = weight * row[i]
        for j in 0..<count { matrix[i][j] += factor * row[j] }
        matrix[i][count] += factor * value
      }
    }
    return eliminate(&matrix)
  }

  /// Gauss's elimination with the largest pivot of each column.
  private static func eliminate(_ matrix: inout [[Double]]) -> [Double]? {
    let count = matrix.count
    for column in 0..<count {
      let pivot = (column..<count).max { abs(matrix[$0][column]) < abs(matrix[$1][column]) }
      guard let pivot, abs(matrix[pivot][column]) > 1e-12 else { return nil }
      matrix.swapAt(column, pivot)
      for row in 0..<count where row != column {
        let factor = matrix[row][column] / matrix[column][column]
        for index in column...count { matrix[row][index] -= factor * matrix[column][index] }
      }
    }
    return (0..<count).map { matrix[$0][count] / matrix[$0][$0] }
  }
}

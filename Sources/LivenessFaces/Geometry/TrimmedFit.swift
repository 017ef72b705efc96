/// Linear equations solved by the share of them that fits best.
///
/// Least trimmed squares (Rousseeuw, 1984), found from several starts in steps that concentrate on the
/// best (Rousseeuw & Van Driessen, 2006). What is fitted badly, such as a hand before a sheet, does not
/// count at all.
struct TrimmedFit {
  /// How far each equation is from being met, with its sign.
  let errors: [Double]
  /// Whether an equation is among those that count.
  let counts: [Bool]
  /// The root of the mean square error of those that count.
  let residual: Double

  private static let rounds = 5

  /// Solves equations; `nil` where no start determines the unknowns, or too few would count.
  ///
  /// - Parameters:
  ///   - rows: For each equation what stands at the unknowns, then the value, then zeros.
  ///   - unknowns: How many there are, 1 to 7.
  ///   - share: How many of the equations count, above 0, at most 1.
  ///   - starts: The equations, by their places, that the search begins with.
  init?(_ rows: [SIMD8<Double>], unknowns: Int, share: Double, starts: [[Int]]) {
    let count = Int(share * Double(rows.count))
    guard count >= unknowns + 2 else { return nil }
    let found = starts.compactMap {
      Search(rows, unknowns: unknowns, count: count, start: $0, rounds: Self.rounds)
    }
    guard let best = found.min(by: { $0.meanSquare < $1.meanSquare }) else { return nil }
    errors = best.errors
    counts = best.errors.map { $0 * $0 <= best.limit }
    residual = best.meanSquare.squareRoot()
  }
}

/// What one start leads to.
private struct Search {
  var errors: [Double]
  /// The largest square that counts.
  var limit = 0.0
  var meanSquare = 0.0

  init?(
    _ rows: [SIMD8<Double>], unknowns: Int, count: Int, start: [Int], rounds: Int
  ) {
    errors = [Double](repeating: 0, count: rows.count)
    var squares = errors
    var chosen = start
    for _ in 0..<rounds {
      var equations = LeastSquares(unknowns: unknowns)
      for index in chosen { equations.add(rows[index]) }
      guard chosen.count > unknowns, var signed = equations.solution else { return nil }
      // The value stands behind the terms: with −1 before it, the product is what it is short of.
      signed[unknowns] = -1
      for index in rows.indices {
        errors[index] = -(rows[index] * signed).sum()
        squares[index] = errors[index] * errors[index]
      }
      limit = Search.smallest(count, of: &squares)
      chosen.removeAll(keepingCapacity: true)
      var sum = 0.0
      for index in errors.indices where errors[index] * errors[index] <= limit {
        chosen.append(index)
        sum += errors[index] * errors[index]
      }
      guard sum.isFinite, !chosen.isEmpty else { return nil }
      meanSquare = sum / Double(chosen.count)
    }
  }

  /// The largest of the so many smallest values, which come first in an order of their own; Hoare's
  /// selection.
  private static func smallest(_ count: Int, of values: inout [Double]) -> Double {
    let wanted = count - 1
    var (low, high) = (0, values.count - 1)
    while low < high {
      let pivot = values[(low + high) / 2]
      var (left, right) = (low, high)
      while left <= right {
        while values[left] < pivot { left += 1 }
        while values[right] > pivot { right -= 1 }
        guard left <= right else { break }
        values.swapAt(left, right)
        left += 1
        right -= 1
      }
      if wanted <= right {
        high = right
      } else if wanted >= left {
        low = left
      } else {
        break
      }
    }
    return values[wanted]
  }
}

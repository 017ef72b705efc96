public import LivenessTensors

/// How far two float32 results in another order of summation may lie apart, element by element.
public enum Closeness {
  /// The first element that breaks `|a − b| ≤ 1e-5·max(1, max|b|) + 1e-4·|b|`, told in a sentence;
  /// `nil` where all hold.
  ///
  /// What is not finite must be the same.
  public static func mismatch(
    _ actual: [Float], _ expected: [Float], absolute: Float = 1e-5, relative: Float = 1e-4
  ) -> String? {
    guard actual.count == expected.count else {
      return "expected \(expected.count) elements, found \(actual.count)"
    }
    let scale = max(1, expected.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 })
    for index in actual.indices {
      let (a, b) = (actual[index], expected[index])
      if a == b || a.isNaN && b.isNaN { continue }
      if !b.isFinite || !(abs(a - b) <= absolute * scale + relative * abs(b)) {
        return "element \(index): expected \(b), found \(a) (difference \(abs(a - b)))"
      }
    }
    return nil
  }

  /// The same for tensors; shapes must agree.
  public static func mismatch(
    _ actual: Tensor, _ expected: Tensor, absolute: Float = 1e-5, relative: Float = 1e-4
  ) -> String? {
    guard actual.shape == expected.shape else {
      return "expected shape \(expected.shape), found \(actual.shape)"
    }
    return mismatch(actual.scalars, expected.scalars, absolute: absolute, relative: relative)
  }
}

/// What is computed on the scalars of a vector, one by one or all together.
package struct VectorFunction: MapKernel {
  /// The function.
  package enum Function: Sendable, Hashable {
    /// `1 / (1 + e^−x)`.
    case sigmoid
    /// `e^x / Σ e^x`.
    case softmax
  }

  private let function: Function
  private let count: Int

  /// Makes the step on a vector of the given number of scalars.
  package init(_ function: Function, count: Int) {
    self.function = function
    self.count = count
  }

  package var partCount: Int { 1 }

  @unsafe package func run(
    parts: Range<Int>, input: UnsafePointer<Float>, other: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    guard !parts.isEmpty else { return }
    switch function {
    case .sigmoid:
      for index in 0..<count {
        unsafe output[index] = Float(1 / (1 + Exponential.of(-Double(input[index]))))
      }
    case .softmax:
      var largest = -Float.infinity
      for index in 0..<count { largest = unsafe max(largest, input[index]) }
      func power(_ index: Int) -> Double {
        Exponential.of(Double(unsafe input[index]) - Double(largest))
      }
      var sum = 0.0
      for index in 0..<count { sum += power(index) }
      for index in 0..<count { unsafe output[index] = Float(power(index) / sum) }
    }
    for index in count..<count.roundedUpToLanes { unsafe output[index] = 0 }
  }
}

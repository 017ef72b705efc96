public import LivenessTensors

/// Turns logits into probabilities that sum to 1 along one axis.
///
/// `y = exp(x − max) / Σ exp(x − max)`: taking the largest away first keeps it finite for every
/// finite input.
///
/// **Shape** Any that has the axis, kept.
public struct Softmax: Sendable {
  /// The axis along which the probabilities sum to 1.
  public let axis: Int

  /// Makes the layer; the axis is that of the channels or features unless another is given.
  public init(axis: Int = 1) {
    precondition(axis >= 0, "Softmax takes an axis of at least 0, found \(axis)")
    self.axis = axis
  }

  /// Applies the layer.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    precondition(axis < x.shape.rank, "Softmax along axis \(axis) cannot take shape \(x.shape)")
    guard x.shape.count > 0 else { return x }
    let count = x.shape[axis]
    let step = x.shape.dimensions[(axis + 1)...].reduce(1, *)
    var scalars = x.scalars
    for start in stride(from: 0, to: scalars.count, by: count * step) {
      for first in start..<start + step {
        normalize(&scalars, at: stride(from: first, to: first + count * step, by: step))
      }
    }
    return Tensor(shape: x.shape, scalars: scalars)
  }

  private func normalize(_ scalars: inout [Float], at indices: StrideTo<Int>) {
    let largest = indices.reduce(-Float.infinity) { max($0, scalars[$1]) }
    let powers = indices.map { Exponential.of(Double(scalars[$0]) - Double(largest)) }
    let sum = powers.reduce(0, +)
    for (index, power) in zip(indices, powers) { scalars[index] = Float(power / sum) }
  }
}

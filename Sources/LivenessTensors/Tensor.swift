/// A block of 32-bit floats with a shape, row-major: the last axis is contiguous.
///
/// A value type with copy-on-write storage. Shapes are checked on every call; a mismatch is a
/// programmer's mistake and traps with both shapes in the message.
public struct Tensor: Sendable, Equatable {
  /// The extents, outermost first.
  public let shape: Shape

  /// The scalars in row-major order; as many as `shape.count`.
  public private(set) var scalars: [Float]

  /// Makes a tensor from its scalars in row-major order.
  ///
  /// - Precondition: `scalars.count == shape.count`.
  public init(shape: Shape, scalars: [Float]) {
    precondition(
      scalars.count == shape.count,
      "a tensor of shape \(shape) holds \(shape.count) scalars, found \(scalars.count)")
    self.shape = shape
    self.scalars = scalars
  }

  /// Makes a tensor whose scalars are all the same.
  public init(shape: Shape, repeating value: Float = 0) {
    self.shape = shape
    self.scalars = [Float](repeating: value, count: shape.count)
  }

  /// The scalar at the given indices, one for each axis.
  public subscript(indices: Int...) -> Float {
    get { scalars[offset(of: indices)] }
    set { scalars[offset(of: indices)] = newValue }
  }

  /// The same scalars under another shape.
  ///
  /// - Precondition: Both shapes hold the same number of scalars.
  public func reshaped(to shape: Shape) -> Tensor {
    precondition(
      shape.count == self.shape.count, "cannot reshape \(self.shape) to \(shape)")
    return Tensor(shape: shape, scalars: scalars)
  }

  /// The same scalars with all axes after the first made one: `[N, C, H, W]` to `[N, C · H · W]`.
  ///
  /// - Precondition: There is at least one axis, and the extents of the others have a product that fits in
  ///   `Int`, which those of an empty tensor need not have.
  public func flattened() -> Tensor {
    guard shape.rank > 0, let rest = Shape.count(of: Array(shape.dimensions.dropFirst())) else {
      preconditionFailure(
        "flattening needs an axis to keep and others to count, found shape \(shape)")
    }
    return reshaped(to: [shape[0], rest])
  }

  private func offset(of indices: [Int]) -> Int {
    precondition(
      indices.count == shape.rank,
      "a tensor of shape \(shape) takes \(shape.rank) indices, found \(indices)")
    var offset = 0
    for (axis, index) in indices.enumerated() {
      precondition(
        index >= 0 && index < shape[axis], "index \(indices) lies outside shape \(shape)")
      offset = offset * shape[axis] + index
    }
    return offset
  }
}

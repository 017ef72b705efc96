public import LivenessTensors

/// Puts tensors side by side along one axis, in the order given.
///
/// **Shape** All the same but along the axis, where the extents add up.
public struct Concat: Sendable {
  /// The axis along which the extents add up.
  public let axis: Int

  /// Makes the layer; the axis is that of the channels or features unless another is given.
  public init(axis: Int = 1) {
    precondition(axis >= 0, "Concat takes an axis of at least 0, found \(axis)")
    self.axis = axis
  }

  /// Joins the tensors.
  ///
  /// - Precondition: There is at least one, and their shapes differ along the axis alone.
  public func callAsFunction(_ tensors: [Tensor]) -> Tensor {
    let shapes = tensors.map(\.shape)
    guard let first = shapes.first, axis < first.rank else {
      preconditionFailure("Concat along axis \(axis) cannot take shapes \(shapes)")
    }
    precondition(
      shapes.allSatisfy { $0.rank == first.rank && others($0) == others(first) },
      "Concat along axis \(axis) takes shapes that agree elsewhere, found \(shapes)")
    var extents = first.dimensions
    extents[axis] = shapes.reduce(0) { $0 + $1[axis] }
    let shape = Shape(extents)
    let runs = shapes.map { $0.dimensions[axis...].reduce(1, *) }
    var scalars: [Float] = []
    scalars.reserveCapacity(shape.count)
    for block in 0..<first.dimensions[..<axis].reduce(1, *) {
      for (tensor, run) in zip(tensors, runs) {
        scalars.append(contentsOf: tensor.scalars[block * run..<(block + 1) * run])
      }
    }
    return Tensor(shape: shape, scalars: scalars)
  }

  /// The extents of a shape along the other axes.
  private func others(_ shape: Shape) -> [Int] {
    Array(shape.dimensions[..<axis] + shape.dimensions[(axis + 1)...])
  }
}

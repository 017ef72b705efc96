public import LivenessTensors

/// A place in a checkpoint from which a network takes its parameters by dotted name.
///
/// A network is built from the root scope; every layer asks its own scope for what it needs and
/// states the shape. What is missing or mis-shaped is collected, so that one error lists it all.
public struct ParameterScope: Sendable {
  /// The dotted path of this scope with a trailing dot; empty at the root.
  public let path: String
  private let take: @Sendable (_ name: String, _ shape: Shape) -> Tensor

  package init(path: String, take: @escaping @Sendable (_ name: String, _ shape: Shape) -> Tensor) {
    self.path = path
    self.take = take
  }

  /// The scope below this one: `scope("stage1").scope("conv")` is `stage1.conv`.
  public func scope(_ name: String) -> ParameterScope {
    ParameterScope(path: path + name + ".", take: take)
  }

  /// The parameter of the given name below this scope, as 32-bit floats.
  ///
  /// Where it is missing or has another shape, zeros are returned and the failure is recorded; the
  /// call that built the network then throws one error with all of them.
  public func tensor(_ name: String, shape: Shape) -> Tensor {
    take(path + name, shape)
  }
}

extension Tensor: CustomStringConvertible, CustomReflectable {
  /// The shape alone: a tensor may hold somebody's face, which does not belong in a message.
  public var description: String { "Tensor \(shape)" }

  /// A mirror without children, for the same reason.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

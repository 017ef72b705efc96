extension DepthFrame: CustomStringConvertible, CustomReflectable {
  /// The size alone: a frame may hold somebody's face, which does not belong in a message.
  public var description: String { "DepthFrame \(width)×\(height)" }

  /// A mirror without children, for the same reason.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension ImageFrame: CustomStringConvertible, CustomReflectable {
  /// Size and modality alone: a frame may hold somebody's face, which does not belong in a message.
  public var description: String { "ImageFrame \(width)×\(height), \(modality)" }

  /// A mirror without children, for the same reason.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

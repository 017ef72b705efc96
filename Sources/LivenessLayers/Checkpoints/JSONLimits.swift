/// How much JSON is read before it is refused.
public struct JSONLimits: Sendable, Hashable {
  /// Bytes of text.
  public var bytes: Int
  /// Levels of arrays and objects within each other.
  public var depth: Int
  /// Values of any kind, counting each element and each member.
  public var values: Int
  /// Bytes of a member name or a number as written.
  public var tokenBytes: Int

  /// Makes limits; what is left out is enough for anything written by hand.
  public init(
    bytes: Int = 1 << 20, depth: Int = 32, values: Int = 1 << 18, tokenBytes: Int = 1 << 10
  ) {
    self.bytes = bytes
    self.depth = depth
    self.values = values
    self.tokenBytes = tokenBytes
  }
}

/// What a file of points holds.
public struct DecodedCloud: Sendable, Hashable {
  /// The points in the file's order and units; one that is not there has a coordinate that is not
  /// finite.
  public let points: [SIMD3<Float>]
}

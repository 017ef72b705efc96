/// What the numbers of a depth frame mean.
public enum DepthScale: Sendable, Hashable {
  /// Metres along the optical axis.
  case metric
  /// Grows with distance; scale and offset are unknown. Only ratios of differences mean something.
  case relative
}

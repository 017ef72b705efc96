#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Angles, as people read them.
enum Angle {
  /// The angle with the given cosine, 0 to 180 degrees.
  static func degrees(cosine: Double) -> Double { acos(min(max(cosine, -1), 1)) * 180 / .pi }
}

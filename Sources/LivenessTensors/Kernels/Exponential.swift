#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The exponential of the C library, so that no other file needs to know which one it is.
package enum Exponential {
  /// `e` to the power of `x`.
  package static func of(_ x: Double) -> Double { exp(x) }
}

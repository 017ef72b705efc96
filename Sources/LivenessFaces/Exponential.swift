#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The exponential of the C library, so that no other file needs to know which one it is.
func exponential(_ x: Double) -> Double { exp(x) }

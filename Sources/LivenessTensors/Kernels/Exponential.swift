#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The exponential of the C library, so that no other file needs to know which one it is.
package enum Exponential {
  /// `e` to the power of `x`.
  package static func of(_ x: Double) -> Double { exp(x) }

  /// `e` to the power of every scalar less `offset`, within two parts in ten million; powers below −80
  /// count as −80.
  ///
  /// `e^x = 2ⁿ · e^r` with whole `n` and `|r| ≤ ½ ln 2` (Cody and Waite, "Software Manual for the
  /// Elementary Functions", 1980), and Taylor's sum for `e^r`. Several times as fast as one by one.
  ///
  /// - Precondition: Every scalar is finite and at most `offset + 80`.
  package static func ofEach(_ scalars: ArraySlice<Float>, less offset: Float) -> [Float] {
    unsafe [Float](unsafeUninitializedCapacity: scalars.count) { powers, count in
      unsafe scalars.withUnsafeBufferPointer { scalars in
        let source = UnsafeRawBufferPointer(scalars)
        let target = UnsafeMutableRawBufferPointer(powers)
        let (lanes, size) = (Lanes.scalarCount, MemoryLayout<Lanes>.stride)
        var place = 0
        while place + lanes <= scalars.count {
          let x = unsafe source.loadUnaligned(fromByteOffset: place / lanes * size, as: Lanes.self)
          unsafe target.storeBytes(
            of: of(x - offset), toByteOffset: place / lanes * size, as: Lanes.self)
          place += lanes
        }
        var rest = Lanes.zero
        for lane in 0..<scalars.count - place { unsafe rest[lane] = scalars[place + lane] - offset }
        rest = of(rest)
        for lane in 0..<scalars.count - place { unsafe powers[place + lane] = rest[lane] }
        count = scalars.count
      }
    }
  }

  private typealias Lanes = SIMD16<Float>

  @inline(__always)
  private static func of(_ x: Lanes) -> Lanes {
    let x = x.replacing(with: -80, where: x .< -80)
    // Adding 1.5 · 2²³ leaves the nearest whole number in the lowest bits.
    let shifted = x * 1.442_695_04 + 12_582_912
    let n = shifted - 12_582_912
    let r = x - n * 0.693_359_375 - n * -2.121_944_4e-4
    var sum = Lanes(repeating: 1 / 720)
    for factor: Float in [1 / 120, 1 / 24, 1 / 6, 1 / 2, 1, 1] { sum = sum * r + factor }
    let bits = unsafe unsafeBitCast(shifted, to: SIMD16<UInt32>.self)
    let power = unsafe unsafeBitCast((bits &<< 23) &+ 0x3F80_0000, to: Lanes.self)
    return sum * power
  }
}

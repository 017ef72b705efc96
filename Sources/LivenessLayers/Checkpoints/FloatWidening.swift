/// Stored floating-point numbers as 32-bit floats, exactly.
///
/// Every function takes the bytes of `count` little-endian numbers, which need not be aligned.
enum FloatWidening {
  @unsafe static func single(_ bytes: UnsafeRawBufferPointer, _ count: Int) -> [Float] {
    unsafe converted(bytes, count) { (bits: UInt32) in Float(bitPattern: bits) }
  }

  @unsafe static func brain(_ bytes: UnsafeRawBufferPointer, _ count: Int) -> [Float] {
    unsafe converted(bytes, count) { (bits: UInt16) in Float(bitPattern: UInt32(bits) &<< 16) }
  }

  @unsafe static func half(_ bytes: UnsafeRawBufferPointer, _ count: Int) -> [Float] {
    unsafe converted(bytes, count, widened)
  }

  /// The number of the given half-precision bits: 1 of sign, 5 of exponent, 10 of mantissa.
  ///
  /// The exponent's bias grows from 15 to 127. A subnormal number `m · 2⁻²⁴` is `2⁻¹⁴ · (1 + m/1024)`
  /// less `2⁻¹⁴`, in which no step is subnormal in single precision. Nothing here can overflow, and
  /// unchecked operations become vectors.
  @inline(__always)
  static func widened(_ bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) &<< 16
    let magnitude = UInt32(bits & 0x7FFF) &<< 13
    let exponent = bits & 0x7C00
    let normal = magnitude &+ (exponent == 0x7C00 ? 224 << 23 : 112 << 23)
    let subnormal = Float(bitPattern: magnitude &+ 113 << 23) - Float(bitPattern: 113 << 23)
    return Float(bitPattern: sign | (exponent == 0 ? subnormal.bitPattern : normal))
  }

  @inline(__always)
  @unsafe private static func converted<Bits: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: UnsafeRawBufferPointer, _ count: Int, _ widen: (Bits) -> Float
  ) -> [Float] {
    precondition(
      bytes.count == count * MemoryLayout<Bits>.size,
      "\(count) numbers take \(count * MemoryLayout<Bits>.size) bytes, found \(bytes.count)")
    return unsafe [Float](unsafeUninitializedCapacity: count) { target, initialized in
      guard let source = bytes.baseAddress, let target = target.baseAddress else { return }
      for index in 0..<count {
        let place = unsafe source + index &* MemoryLayout<Bits>.size
        let bits = unsafe place.loadUnaligned(as: Bits.self)
        unsafe (target + index).initialize(to: widen(Bits(littleEndian: bits)))
      }
      initialized = count
    }
  }
}

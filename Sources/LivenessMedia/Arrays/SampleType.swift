/// How a number is stored in a file.
enum SampleType: Sendable, Hashable {
  case int8, uint8, int16, uint16, int32, uint32, int64, uint64, float16, float32, float64

  var byteCount: Int {
    switch self {
    case .int8, .uint8: 1
    case .int16, .uint16, .float16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64: 8
    }
  }
}

/// A kind of number and the order of its bytes.
struct SampleLayout: Sendable, Hashable {
  let type: SampleType
  let isBigEndian: Bool

  /// The number at an offset, rounded to the nearest `Double`; `nil` where the bytes end before.
  func value(in bytes: [UInt8], at offset: Int) -> Double? {
    guard offset >= 0, offset <= bytes.count - type.byteCount else { return nil }
    let bits = bits(in: bytes, at: offset)
    switch type {
    case .int8: return Double(Int8(truncatingIfNeeded: bits))
    case .int16: return Double(Int16(truncatingIfNeeded: bits))
    case .int32: return Double(Int32(truncatingIfNeeded: bits))
    case .int64: return Double(Int64(truncatingIfNeeded: bits))
    case .uint8, .uint16, .uint32, .uint64: return Double(bits)
    case .float16: return Double(Float16(bitPattern: UInt16(truncatingIfNeeded: bits)))
    case .float32: return Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case .float64: return Double(bitPattern: bits)
    }
  }

  /// The bytes of the number as an unsigned one; the caller has checked that they are there.
  @inline(__always)
  private func bits(in bytes: [UInt8], at offset: Int) -> UInt64 {
    var bits: UInt64 = 0
    let count = type.byteCount
    for index in 0..<count {
      bits = bits << 8 | UInt64(bytes[offset + (isBigEndian ? index : count - 1 - index)])
    }
    return bits
  }
}

/// What the elements of a stored tensor are, by the names that safetensors gives them.
public enum ElementType: String, Sendable, Hashable, CaseIterable {
  /// One byte, 0 or 1.
  case boolean = "BOOL"
  /// Unsigned 8-bit integers.
  case uint8 = "U8"
  /// Signed 8-bit integers.
  case int8 = "I8"
  /// Unsigned 16-bit integers.
  case uint16 = "U16"
  /// Signed 16-bit integers.
  case int16 = "I16"
  /// Unsigned 32-bit integers.
  case uint32 = "U32"
  /// Signed 32-bit integers.
  case int32 = "I32"
  /// Unsigned 64-bit integers.
  case uint64 = "U64"
  /// Signed 64-bit integers.
  case int64 = "I64"
  /// IEEE 754 half precision.
  case float16 = "F16"
  /// The upper half of IEEE 754 single precision.
  case bfloat16 = "BF16"
  /// IEEE 754 single precision.
  case float32 = "F32"
  /// IEEE 754 double precision.
  case float64 = "F64"
  /// A real and an imaginary part in single precision.
  case complex64 = "C64"
  /// 8 bits: 4 of exponent, 3 of mantissa.
  case float8E4M3 = "F8_E4M3"
  /// 8 bits: 5 of exponent, 2 of mantissa.
  case float8E5M2 = "F8_E5M2"
  /// 8 bits of exponent: a power of two.
  case float8E8M0 = "F8_E8M0"
  /// 6 bits, packed: 2 of exponent, 3 of mantissa.
  case float6E2M3 = "F6_E2M3"
  /// 6 bits, packed: 3 of exponent, 2 of mantissa.
  case float6E3M2 = "F6_E3M2"
  /// 4 bits, packed in pairs.
  case float4 = "F4"

  /// The bits of one element.
  public var bitCount: Int {
    switch self {
    case .float4: 4
    case .float6E2M3, .float6E3M2: 6
    case .boolean, .uint8, .int8, .float8E4M3, .float8E5M2, .float8E8M0: 8
    case .uint16, .int16, .float16, .bfloat16: 16
    case .uint32, .int32, .float32: 32
    case .uint64, .int64, .float64, .complex64: 64
    }
  }

  /// The bytes that so many elements take; `nil` where they do not end with a byte, or overflow.
  public func byteCount(of elements: Int) -> Int? {
    let (bits, overflow) = elements.multipliedReportingOverflow(by: bitCount)
    return overflow || bits % 8 != 0 ? nil : bits / 8
  }
}

extension ElementType: CustomStringConvertible {
  /// The name that safetensors gives it, such as `F32`.
  public var description: String { rawValue }
}

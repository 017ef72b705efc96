/// A Swift type as which the elements of a stored tensor can be read exactly.
public protocol StoredElement: Sendable {
  /// The element type that it reads.
  static var elementType: ElementType { get }

  /// The element at the start of the bytes, which need not be aligned; `nil` where they are none.
  @unsafe static func load(from bytes: UnsafeRawPointer) -> Self?
}

extension StoredElement where Self: FixedWidthInteger & BitwiseCopyable {
  /// The little-endian integer at the start of the bytes.
  @unsafe public static func load(from bytes: UnsafeRawPointer) -> Self? {
    unsafe Self(littleEndian: bytes.loadUnaligned(as: Self.self))
  }
}

extension UInt8: StoredElement {
  /// `U8`.
  public static var elementType: ElementType { .uint8 }
}
extension Int8: StoredElement {
  /// `I8`.
  public static var elementType: ElementType { .int8 }
}
extension UInt16: StoredElement {
  /// `U16`.
  public static var elementType: ElementType { .uint16 }
}
extension Int16: StoredElement {
  /// `I16`.
  public static var elementType: ElementType { .int16 }
}
extension UInt32: StoredElement {
  /// `U32`.
  public static var elementType: ElementType { .uint32 }
}
extension Int32: StoredElement {
  /// `I32`.
  public static var elementType: ElementType { .int32 }
}
extension UInt64: StoredElement {
  /// `U64`.
  public static var elementType: ElementType { .uint64 }
}
extension Int64: StoredElement {
  /// `I64`.
  public static var elementType: ElementType { .int64 }
}

extension Float: StoredElement {
  /// `F32`.
  public static var elementType: ElementType { .float32 }

  /// The little-endian number at the start of the bytes.
  @unsafe public static func load(from bytes: UnsafeRawPointer) -> Float? {
    unsafe UInt32.load(from: bytes).map(Float.init(bitPattern:))
  }
}

extension Double: StoredElement {
  /// `F64`.
  public static var elementType: ElementType { .float64 }

  /// The little-endian number at the start of the bytes.
  @unsafe public static func load(from bytes: UnsafeRawPointer) -> Double? {
    unsafe UInt64.load(from: bytes).map(Double.init(bitPattern:))
  }
}

extension Bool: StoredElement {
  /// `BOOL`.
  public static var elementType: ElementType { .boolean }

  /// The boolean of the first byte, which must be 0 or 1.
  @unsafe public static func load(from bytes: UnsafeRawPointer) -> Bool? {
    let byte = unsafe bytes.load(as: UInt8.self)
    return byte > 1 ? nil : byte == 1
  }
}

/// Whole numbers at places of a file, little-endian; nothing is read beyond the bytes.
struct ByteReader {
  let bytes: [UInt8]

  /// The number of so many bytes at an offset; `nil` where they are not there.
  func number(_ byteCount: Int, at offset: Int) -> Int? {
    guard offset >= 0, offset <= bytes.count - byteCount else { return nil }
    return (0..<byteCount).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
  }
}

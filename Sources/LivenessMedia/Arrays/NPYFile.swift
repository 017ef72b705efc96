/// Reads and writes NumPy's files of one array (`.npy`, versions 1 to 3).
///
/// Read are pictures, `[height, width]`, `[height, width, 1]`, `[1, height, width]` and, for unsigned
/// integers of 8 or 16 bits, `[height, width, 3]`: integers and floats of either byte order, in C or Fortran order. Unsigned 8
/// and 16 bits come as they are, all else as 32-bit floats. Pickled objects are refused unread.
public enum NPYFile {
  /// The first bytes of every NPY file.
  static let signature: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// Reads an array as a picture; `file` is the name for errors.
  ///
  /// - Throws: ``CaptureError`` where the file is truncated, damaged, larger than the budget, or
  ///   holds no picture of numbers.
  public static func decode(
    _ bytes: [UInt8], file: String, budget: MediaBudget = .standard
  ) throws(CaptureError) -> DecodedImage {
    try decode(bytes, file: file, budget: budget, expecting: nil)
  }

  static func decode(
    _ bytes: [UInt8], file: String, budget: MediaBudget, expecting size: ExpectedSize?
  ) throws(CaptureError) -> DecodedImage {
    let header = try NPYHeader(bytes, file: file)
    let picture = try header.picture(file: file)
    try budget.check(width: picture.width, height: picture.height, file: file)
    try size?.check(width: picture.width, height: picture.height, file: file)
    let needed = picture.width * picture.height * picture.channels * header.layout.type.byteCount
    guard bytes.count - header.end == needed else {
      let message =
        "expected \(needed) bytes of numbers from byte \(header.end) on, "
        + "found \(bytes.count - header.end)"
      throw bytes.count - header.end < needed
        ? .truncated(message, file: file) : .malformed(message, file: file)
    }
    return header.grid(of: picture).image(in: bytes)
  }

  /// Writes a `[height, width]` array of floats, or `[planes, height, width]` where there are
  /// several planes.
  ///
  /// - Throws: ``CaptureError`` where the count of values is not that of the shape.
  public static func encode(
    width: Int, height: Int, planes: Int = 1, float32 values: [Float]
  ) throws(CaptureError) -> [UInt8] {
    try header("<f4", width, height, planes, count: values.count)
      + values.flatMap { littleEndian($0.bitPattern) }
  }

  /// Writes a `[height, width]` array of 16-bit unsigned integers.
  ///
  /// - Throws: ``CaptureError`` where the count of values is not `width · height`.
  public static func encode(
    width: Int, height: Int, grey16 values: [UInt16]
  ) throws(CaptureError) -> [UInt8] {
    try header("<u2", width, height, 1, count: values.count) + values.flatMap(littleEndian)
  }
}

extension NPYFile {
  private static func header(
    _ type: String, _ width: Int, _ height: Int, _ planes: Int, count: Int
  ) throws(CaptureError) -> [UInt8] {
    let sides = 1...(1 << 20)
    guard sides ~= width, sides ~= height, sides ~= planes,
      count == planes.multipliedReportingOverflow(by: width * height).partialValue
    else {
      throw .unwritable(
        "NPY file", "expected \(planes) × \(height) × \(width) values, found \(count)")
    }
    let shape = planes == 1 ? "(\(height), \(width))" : "(\(planes), \(height), \(width))"
    let text = "{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }"
    // The numbers begin at a multiple of 64 bytes, after a line's end.
    let length = (10 + text.utf8.count + 1 + 63) / 64 * 64 - 10
    let blanks = [UInt8](repeating: 0x20, count: length - text.utf8.count - 1)
    return signature + [1, 0] + littleEndian(UInt16(length)) + Array(text.utf8) + blanks + [0x0A]
  }

  static func littleEndian(_ value: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
    (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}

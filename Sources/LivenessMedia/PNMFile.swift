/// Reads binary PGM and PPM images (`P5`, `P6`) of 8 or 16 bits; 16 bits are big-endian.
///
/// Samples are the numbers of the file, whatever its greatest value is.
public enum PNMFile {
  /// Reads an image; `file` is the name for errors.
  ///
  /// - Throws: ``CaptureError`` where the image is truncated, damaged or larger than the budget.
  public static func decode(
    _ bytes: [UInt8], file: String, budget: MediaBudget = .standard
  ) throws(CaptureError) -> DecodedImage {
    try decode(bytes, file: file, budget: budget, expecting: nil)
  }

  static func matches(_ bytes: [UInt8]) -> Bool {
    bytes.count > 2 && bytes[0] == UInt8(ascii: "P") && (0x31...0x37).contains(bytes[1])
      && PNMHeader.isBlank(bytes[2])
  }

  static func decode(
    _ bytes: [UInt8], file: String, budget: MediaBudget, expecting size: ExpectedSize?
  ) throws(CaptureError) -> DecodedImage {
    var header = try PNMHeader(bytes, file: file)
    let width = try header.number("width", in: 1...PNMHeader.largestSide)
    let height = try header.number("height", in: 1...PNMHeader.largestSide)
    let greatest = try header.number("greatest value", in: 1...65_535)
    try header.end()
    try budget.check(width: width, height: height, file: file)
    try size?.check(width: width, height: height, file: file)
    let type: SampleType = greatest > 255 ? .uint16 : .uint8
    let rowStride = width * header.channels * type.byteCount
    guard bytes.count - header.offset >= rowStride * height else {
      throw CaptureError(
        code: .truncatedImage,
        message: "expected \(rowStride * height) bytes of samples from byte \(header.offset) on, "
          + "found \(bytes.count - header.offset)",
        file: file)
    }
    return SampleGrid(
      width: width, height: height, channels: header.channels,
      layout: SampleLayout(type: type, isBigEndian: true), offset: header.offset,
      columnStride: header.channels * type.byteCount, rowStride: rowStride,
      channelStride: type.byteCount
    ).image(in: bytes)
  }
}

/// The words at the start of a PNM image, parted by blanks, with remarks from `#` to the line's end.
private struct PNMHeader {
  let channels: Int
  private let bytes: [UInt8]
  private let file: String
  private(set) var offset = 2

  static let largestSide = 1 << 24

  init(_ bytes: [UInt8], file: String) throws(CaptureError) {
    guard PNMFile.matches(bytes) else {
      throw CaptureError(
        code: .unsupportedImage, message: "expected a PGM or PPM image, found something else",
        file: file)
    }
    switch bytes[1] {
    case UInt8(ascii: "5"): channels = 1
    case UInt8(ascii: "6"): channels = 3
    default:
      throw CaptureError(
        code: .unsupportedImage,
        message: "expected a binary PGM or PPM image (P5, P6), found P\(bytes[1] - 0x30)",
        file: file)
    }
    self.bytes = bytes
    self.file = file
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  mutating func number(_ name: String, in range: ClosedRange<Int>) throws(CaptureError) -> Int {
    skipBlanks()
    let start = offset
    var number = 0
    while offset < bytes.count, (0x30...0x39).contains(bytes[offset]), offset - start < 9 {
      number = 10 * number + Int(bytes[offset] - 0x30)
      offset += 1
    }
    guard offset < bytes.count else {
      throw CaptureError(
        code: .truncatedImage, message: "the header of the image ends before its \(name)",
        file: file)
    }
    guard offset > start, range.contains(number) else {
      throw CaptureError(
        code: .malformedImage,
        message: "expected the \(name), \(range.lowerBound) to \(range.upperBound), at byte "
          + "\(start), found \(offset > start ? "\(number)" : "something else")",
        file: file)
    }
    return number
  }

  /// One blank stands between the header and the samples.
  mutating func end() throws(CaptureError) {
    guard Self.isBlank(bytes[offset]) else {
      throw CaptureError(
        code: .malformedImage, message: "expected a blank at byte \(offset), found something else",
        file: file)
    }
    offset += 1
  }

  private mutating func skipBlanks() {
    while offset < bytes.count {
      if bytes[offset] == UInt8(ascii: "#") {
        while offset < bytes.count, bytes[offset] != 0x0A { offset += 1 }
      } else if Self.isBlank(bytes[offset]) {
        offset += 1
      } else {
        return
      }
    }
  }
}

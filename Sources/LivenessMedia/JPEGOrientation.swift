extension Orientation {
  /// The orientation that the Exif block of a JPEG file states; upright where it states none.
  ///
  /// Only the segments before the image data are looked at, and in the block only the first
  /// directory; nothing is read beyond either. JEITA CP-3451, Exif 2.3, 4.6.4.
  init(ofJPEG bytes: [UInt8]) {
    self = Self.exifBlock(in: bytes).flatMap { Self.stated(in: bytes[$0]) } ?? .upright
  }

  /// Where the TIFF structure of the Exif segment lies.
  private static func exifBlock(in bytes: [UInt8]) -> Range<Int>? {
    let name = Array("Exif\0\0".utf8)
    var offset = 2
    while offset + 4 <= bytes.count, bytes[offset] == 0xFF {
      let marker = bytes[offset + 1]
      if marker == 0xFF {
        offset += 1
        continue
      }
      // Start of scan, and end of image.
      guard marker != 0xDA, marker != 0xD9 else { return nil }
      let length = Int(bytes[offset + 2]) << 8 | Int(bytes[offset + 3])
      let end = offset + 2 + length
      guard length >= 2, end <= bytes.count else { return nil }
      if marker == 0xE1, bytes[(offset + 4)..<end].starts(with: name) {
        return offset + 4 + name.count..<end
      }
      offset = end
    }
    return nil
  }

  private static func stated(in block: ArraySlice<UInt8>) -> Orientation? {
    let isBigEndian = block.starts(with: [0x4D, 0x4D, 0, 42])
    guard isBigEndian || block.starts(with: [0x49, 0x49, 42, 0]) else { return nil }
    func number(_ count: Int, at offset: Int) -> Int? {
      guard offset <= block.count - count else { return nil }
      let start = block.startIndex + offset
      return (0..<count).reduce(0) {
        $0 << 8 | Int(block[start + (isBigEndian ? $1 : count - 1 - $1)])
      }
    }
    guard let directory = number(4, at: 4), let count = number(2, at: directory) else { return nil }
    for index in 0..<count {
      let entry = directory + 2 + 12 * index
      guard let tag = number(2, at: entry) else { return nil }
      if tag == 0x0112 { return number(2, at: entry + 8).flatMap(Orientation.init(rawValue:)) }
    }
    return nil
  }
}

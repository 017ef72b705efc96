import CTIFF

/// Reads TIFF images through libtiff: grey of 8 or 16 bits or 32-bit float, and colours of 8 bits.
///
/// The first image of the file is read; it is stored in strips, bare or packed by LZW, Deflate or
/// PackBits.
public enum TIFFFile {
  /// Reads an image; `file` is the name for errors.
  ///
  /// - Throws: ``CaptureError`` where the image is truncated, damaged, larger than the budget, or
  ///   not of a kind named above, and where libtiff only warns of damage.
  public static func decode(
    _ bytes: [UInt8], file: String, budget: MediaBudget = .standard
  ) throws(CaptureError) -> DecodedImage {
    try decode(bytes, file: file, budget: budget, expecting: nil)
  }

  static func matches(_ bytes: [UInt8]) -> Bool {
    let starts: [[UInt8]] = [
      [0x49, 0x49, 42, 0], [0x4D, 0x4D, 0, 42], [0x49, 0x49, 43, 0], [0x4D, 0x4D, 0, 43],
    ]
    return starts.contains { bytes.starts(with: $0) }
  }

  static func decode(
    _ bytes: [UInt8], file: String, budget: MediaBudget, expecting size: ExpectedSize?
  ) throws(CaptureError) -> DecodedImage {
    guard matches(bytes) else {
      throw CaptureError(
        code: .unsupportedImage, message: "expected a TIFF image, found something else", file: file)
    }
    let decoder = try TIFFDecoder(bytes, file: file, budget: budget)
    defer { decoder.close() }
    return try decoder.image(budget: budget, expecting: size)
  }
}

/// The bytes of a file, where libtiff stands in them, and whether it has warned of them.
@safe
private final class TIFFMemory {
  let bytes: [UInt8]
  var offset = 0
  /// What libtiff's handler of warnings writes to.
  @unsafe let warned: UnsafeMutablePointer<Int32>

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    unsafe warned = .allocate(capacity: 1)
    unsafe warned.initialize(to: 0)
  }

  deinit { unsafe warned.deallocate() }

  /// Whether libtiff has warned of more than a field that it does not know.
  var hasWarned: Bool { unsafe warned.pointee != 0 }

  /// The memory behind the pointer that libtiff hands to its functions.
  @unsafe
  static func of(_ handle: thandle_t?) -> TIFFMemory? {
    unsafe handle.map { unsafe Unmanaged<TIFFMemory>.fromOpaque($0).takeUnretainedValue() }
  }

  @unsafe
  func read(into target: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    let available = max(0, min(count, bytes.count - offset))
    guard available > 0, let target = unsafe target else { return 0 }
    unsafe UnsafeMutableRawBufferPointer(start: target, count: available)
      .copyBytes(from: bytes[offset..<offset + available])
    offset += available
    return available
  }

  func seek(to distance: UInt64, _ origin: Int32) -> UInt64 {
    let start = origin == SEEK_SET ? 0 : origin == SEEK_CUR ? offset : bytes.count
    let (target, overflow) = start.addingReportingOverflow(Int(bitPattern: UInt(distance)))
    guard !overflow, target >= 0 else { return .max }
    offset = target
    return UInt64(target)
  }
}

/// One libtiff handle over bytes that live as long as it does.
@safe
private struct TIFFDecoder {
  private let tiff: OpaquePointer
  private let memory: Unmanaged<TIFFMemory>
  private let file: String

  init(_ bytes: [UInt8], file: String, budget: MediaBudget) throws(CaptureError) {
    let content = TIFFMemory(bytes)
    let memory = unsafe Unmanaged.passRetained(content)
    let opened = unsafe tiff_open_silently(
      memory.toOpaque(), content.warned,
      { unsafe tmsize_t(TIFFMemory.of($0)?.read(into: $1, Int($2)) ?? -1) },
      { _, _, _ in -1 },
      { unsafe TIFFMemory.of($0)?.seek(to: $1, $2) ?? .max },
      { _ in 0 },
      { unsafe UInt64(TIFFMemory.of($0)?.bytes.count ?? 0) },
      tmsize_t(max(1 << 20, budget.fileBytes)))
    guard let tiff = unsafe opened else {
      unsafe memory.release()
      throw CaptureError(
        code: .malformedImage,
        message: "the TIFF image is damaged or cut off: its directory "
          + "cannot be read", file: file)
    }
    unsafe self.tiff = tiff
    unsafe self.memory = memory
    self.file = file
  }

  func close() {
    unsafe TIFFClose(tiff)
    unsafe memory.release()
  }

  func image(
    budget: MediaBudget, expecting size: ExpectedSize?
  ) throws(CaptureError) -> DecodedImage {
    let width = long(TIFFTAG_IMAGEWIDTH)
    let height = long(TIFFTAG_IMAGELENGTH)
    try budget.check(width: width, height: height, file: file)
    let orientation = Orientation(rawValue: short(TIFFTAG_ORIENTATION)) ?? .upright
    let upright = orientation.size(width: width, height: height)
    try size?.check(width: upright.width, height: upright.height, file: file)
    let samples = try samples(width: width, height: height)
    try refuseWarnings()
    return orientation.upright(DecodedImage(width: width, height: height, samples: samples))
  }

  private func samples(width: Int, height: Int) throws(CaptureError) -> DecodedImage.Samples {
    try refuseOtherStorage()
    let channels = short(TIFFTAG_SAMPLESPERPIXEL)
    let bits = short(TIFFTAG_BITSPERSAMPLE)
    let kind = short(TIFFTAG_SAMPLEFORMAT)
    let photometric = short(TIFFTAG_PHOTOMETRIC)
    let isGrey = channels == 1 && photometric == Int(PHOTOMETRIC_MINISBLACK)
    let isUnsigned = kind == Int(SAMPLEFORMAT_UINT) || kind == Int(SAMPLEFORMAT_VOID)
    switch (bits, isUnsigned) {
    case (8, true) where isGrey: return .grey8(try rows(width, height, of: UInt8.self))
    case (8, true) where channels == 3 && photometric == Int(PHOTOMETRIC_RGB):
      return .rgb8(try rows(3 * width, height, of: UInt8.self))
    case (16, true) where isGrey: return .grey16(try rows(width, height, of: UInt16.self))
    case (32, _) where isGrey && kind == Int(SAMPLEFORMAT_IEEEFP):
      return .float32(try rows(width, height, of: UInt32.self).map { Float(bitPattern: $0) })
    default:
      throw CaptureError(
        code: .unsupportedImage,
        message: "expected a TIFF image with 8 or 16 bits or 32-bit floats of grey, or 8 bits of "
          + "red, green and blue, found \(channels) of \(bits) bits, kind \(kind), "
          + "photometric \(photometric)", file: file)
    }
  }

  /// Where libtiff only warns, some pixels may be bytes that have nothing to do with the image.
  private func refuseWarnings() throws(CaptureError) {
    let hasWarned = unsafe memory.takeUnretainedValue().hasWarned
    guard !hasWarned else {
      throw CaptureError(
        code: .malformedImage,
        message: "expected a TIFF image that its directory describes exactly, found one of which "
          + "libtiff warns", file: file)
    }
  }

  private func refuseOtherStorage() throws(CaptureError) {
    let compression = short(TIFFTAG_COMPRESSION)
    let accepted = [
      COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE, COMPRESSION_DEFLATE,
      COMPRESSION_PACKBITS,
    ]
    guard accepted.contains(where: { Int($0) == compression }) else {
      throw CaptureError(
        code: .unsupportedImage,
        message: "expected a TIFF image that is bare or packed by LZW, Deflate or PackBits, found "
          + "compression \(compression)", file: file)
    }
    let isTogether =
      short(TIFFTAG_SAMPLESPERPIXEL) == 1 || short(TIFFTAG_PLANARCONFIG) == Int(PLANARCONFIG_CONTIG)
    guard unsafe TIFFIsTiled(tiff) == 0, isTogether else {
      throw CaptureError(
        code: .unsupportedImage,
        message: "expected a TIFF image in strips, found one in tiles or planes", file: file)
    }
  }

  /// Reads the lines of the image, `count` samples each.
  private func rows<Sample: FixedWidthInteger & BitwiseCopyable>(
    _ count: Int, _ height: Int, of type: Sample.Type
  ) throws(CaptureError) -> [Sample] {
    let rowBytes = count * MemoryLayout<Sample>.size
    guard unsafe TIFFScanlineSize(tiff) == rowBytes else {
      throw CaptureError(
        code: .malformedImage,
        message: "expected lines of \(rowBytes) bytes in the TIFF image, found "
          + "\(unsafe TIFFScanlineSize(tiff))", file: file)
    }
    try checkStrips(rowBytes: rowBytes, height: height)
    var samples = [Sample](repeating: 0, count: count * height)
    var failed: Int?
    unsafe samples.withUnsafeMutableBytes { memory in
      for row in 0..<height {
        let line = unsafe memory.baseAddress?.advanced(by: row * rowBytes)
        guard unsafe TIFFReadScanline(tiff, line, UInt32(row), 0) == 1 else {
          failed = row
          return
        }
      }
    }
    if let failed {
      throw CaptureError(
        code: .malformedImage,
        message: "the TIFF image is damaged or cut off at row \(failed) of \(height)", file: file)
    }
    return samples
  }

  /// None of the accepted packings makes more than 4096 bytes of one; a file that promises more is
  /// refused before memory for it is taken.
  private func checkStrips(rowBytes: Int, height: Int) throws(CaptureError) {
    let available = unsafe memory.takeUnretainedValue().bytes.count
    guard rowBytes * height / 4096 <= available else {
      throw CaptureError(
        code: .truncatedImage,
        message: "expected \(rowBytes * height) bytes of samples in the TIFF image, for which its "
          + "\(available) bytes are too few", file: file)
    }
  }

  private func short(_ tag: Int32) -> Int {
    var value: UInt16 = 0
    return unsafe tiff_field_uint16(tiff, UInt32(tag), &value) == 1 ? Int(value) : -1
  }

  private func long(_ tag: Int32) -> Int {
    var value: UInt32 = 0
    return unsafe tiff_field_uint32(tiff, UInt32(tag), &value) == 1 ? Int(value) : -1
  }
}

import CTurboJPEG
import LivenessSensing

/// Reads and writes JPEG images through libjpeg-turbo.
///
/// Read are grey and colour images, turned upright as their Exif block says; a warning of the decoder, about an early end for instance,
/// counts as an error, because it stands for pixels that were made up.
public enum JPEGFile {
  /// Reads the file at a path.
  ///
  /// - Throws: ``CaptureError`` where the file cannot be read, is larger than the budget, or is not
  ///   a grey or colour image.
  public static func read(
    at path: String, budget: MediaBudget = .standard
  ) throws(CaptureError) -> DecodedImage {
    try decode(
      RegularFile.bytes(at: path, limit: budget.fileBytes), file: path, budget: budget)
  }

  /// Decompresses an image; `file` is the name for errors.
  ///
  /// - Throws: ``CaptureError`` where the image is truncated, damaged, larger than the budget, or
  ///   neither grey nor colour.
  public static func decode(
    _ bytes: [UInt8], file: String, budget: MediaBudget = .standard
  ) throws(CaptureError) -> DecodedImage {
    try decode(bytes, file: file, budget: budget, expecting: nil)
  }

  /// The first bytes of every JPEG file.
  static let signature: [UInt8] = [0xFF, 0xD8, 0xFF]

  static func decode(
    _ bytes: [UInt8], file: String, budget: MediaBudget, expecting size: ExpectedSize?
  ) throws(CaptureError) -> DecodedImage {
    let handle = try unsafe decompressor(for: file)
    defer { unsafe tjDestroy(handle) }
    let header = try unsafe header(of: bytes, handle, file: file)
    let (width, height, isGrey) = (header.width, header.height, header.colors == TJCS_GRAY)
    try budget.check(width: width, height: height, file: file)
    let orientation = Orientation(ofJPEG: bytes)
    let upright = orientation.size(width: width, height: height)
    try size?.check(width: upright.width, height: upright.height, file: file)
    let format = isGrey ? TJPF_GRAY : TJPF_RGB
    let count = width * height * (isGrey ? 1 : 3)
    var status: Int32 = -1
    let pixels = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      unsafe LargePages.prefer(for: UnsafeMutableRawBufferPointer(buffer))
      status = unsafe tjDecompress2(
        handle, bytes, UInt(bytes.count), buffer.baseAddress, Int32(width), 0, Int32(height),
        Int32(format.rawValue), decoding)
      filled = status == 0 ? count : 0
    }
    guard status == 0 else { throw unsafe failure(handle, file: file) }
    return orientation.upright(
      DecodedImage(
        width: width, height: height, samples: isGrey ? .grey8(pixels) : .rgb8(pixels)))
  }

  /// Decompresses luma and chroma alone, which takes about half the time of colours for all pixels;
  /// `nil` where they cannot stand for the image: where it is grey, stored otherwise, very small, of
  /// odd sides, or not upright.
  ///
  /// - Throws: ``CaptureError`` where the image is truncated, damaged, larger than the budget, or
  ///   neither grey nor colour.
  static func planes(
    of bytes: [UInt8], file: String, budget: MediaBudget
  ) throws(CaptureError) -> ChromaPlanes? {
    let handle = try unsafe decompressor(for: file)
    defer { unsafe tjDestroy(handle) }
    let header = try unsafe header(of: bytes, handle, file: file)
    let (width, height) = (header.width, header.height)
    try budget.check(width: width, height: height, file: file)
    // Of the smallest images libjpeg repeats chroma instead, and odd sides it fills up.
    guard header.colors == TJCS_YCbCr, let sampling = header.sampling, min(width, height) >= 16,
      sampling == .full || (width.isMultiple(of: 2) && height.isMultiple(of: 2)),
      Orientation(ofJPEG: bytes) == .upright
    else { return nil }
    let count = ChromaPlanes.count(width: width, height: height, sampling: sampling)
    let chroma = (count - width * height) / 2
    var status: Int32 = -1
    let samples = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      unsafe LargePages.prefer(for: UnsafeMutableRawBufferPointer(buffer))
      let luma = buffer.baseAddress
      var planes = unsafe [
        luma, luma?.advanced(by: width * height), luma?.advanced(by: width * height + chroma),
      ]
      status = unsafe tjDecompressToYUVPlanes(
        handle, bytes, UInt(bytes.count), &planes, Int32(width), nil, Int32(height), decoding)
      filled = status == 0 ? count : 0
    }
    guard status == 0 else { throw unsafe failure(handle, file: file) }
    return ChromaPlanes(width: width, height: height, sampling: sampling, samples: samples)
  }

  /// Compresses 8-bit samples, interleaved, row-major; `channels` is 1 or 3; quality 1 to 100.
  ///
  /// - Throws: ``CaptureError`` where a side is not positive or too long for the format, the
  ///   quality lies outside its range, or the count of samples is not `width · height · channels`.
  public static func encode(
    width: Int, height: Int, channels: Int, pixels: [UInt8], quality: Int = 85
  ) throws(CaptureError) -> [UInt8] {
    guard channels == 1 || channels == 3 else {
      throw unwritable("expected 1 or 3 channels, found \(channels)")
    }
    guard 1...100 ~= quality else {
      throw unwritable("expected a quality of 1 to 100, found \(quality)")
    }
    guard 1...longestSide ~= width, 1...longestSide ~= height else {
      throw unwritable("expected sides of 1 to \(longestSide) pixels, found \(width) × \(height)")
    }
    guard pixels.count == width * height * channels else {
      throw unwritable("expected \(width * height * channels) samples, found \(pixels.count)")
    }
    guard let handle = unsafe tjInitCompress() else { throw unwritable("out of memory") }
    defer { unsafe tjDestroy(handle) }
    var buffer: UnsafeMutablePointer<UInt8>?
    var length: UInt = 0
    let status = unsafe tjCompress2(
      handle, pixels, Int32(width), 0, Int32(height),
      Int32((channels == 1 ? TJPF_GRAY : TJPF_RGB).rawValue), &buffer, &length,
      Int32((channels == 1 ? TJSAMP_GRAY : TJSAMP_420).rawValue), Int32(quality),
      TJFLAG_ACCURATEDCT)
    defer { unsafe tjFree(buffer) }
    guard status == 0 else { throw unwritable(unsafe String(cString: tjGetErrorStr2(handle))) }
    return unsafe [UInt8](UnsafeBufferPointer(start: buffer, count: Int(length)))
  }
}

extension JPEGFile {
  private static let longestSide = 65_535

  /// Every pixel as the standard has it, and none that is made up.
  private static var decoding: Int32 {
    TJFLAG_ACCURATEDCT | TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS
  }

  private static func decompressor(for file: String) throws(CaptureError) -> tjhandle {
    guard let handle = unsafe tjInitDecompress() else {
      throw CaptureError(
        code: .budgetExceeded, message: "there is no memory for decoding", file: file)
    }
    return unsafe handle
  }

  /// What a file says of itself before its pixels.
  private struct Header {
    let width: Int
    let height: Int
    let colors: TJCS
    /// The samples of chroma; `nil` for a number of them that is not known.
    let sampling: ChromaPlanes.Sampling?
  }

  private static func header(
    of bytes: [UInt8], _ handle: tjhandle, file: String
  ) throws(CaptureError) -> Header {
    guard bytes.starts(with: signature) else {
      throw CaptureError(
        code: .unsupportedImage, message: "expected a JPEG image, found something else", file: file)
    }
    var (width, height): (Int32, Int32) = (0, 0)
    var (subsampling, colors): (Int32, Int32) = (0, 0)
    let status = unsafe tjDecompressHeader3(
      handle, bytes, UInt(bytes.count), &width, &height, &subsampling, &colors)
    guard status == 0 else { throw unsafe failure(handle, file: file) }
    guard width > 0, height > 0 else {
      throw CaptureError(
        code: .truncatedImage, message: "the JPEG image ends before it says its size", file: file)
    }
    let space = TJCS(UInt32(bitPattern: colors))
    switch space {
    case TJCS_GRAY, TJCS_RGB, TJCS_YCbCr:
      let samplings: [UInt32: ChromaPlanes.Sampling] = [
        TJSAMP_444.rawValue: .full, TJSAMP_422.rawValue: .halfColumns,
        TJSAMP_420.rawValue: .halfColumnsAndRows,
      ]
      return Header(
        width: Int(width), height: Int(height), colors: space,
        sampling: samplings[UInt32(bitPattern: subsampling)])
    default:
      throw CaptureError(
        code: .unsupportedImage,
        message: "expected a grey or colour JPEG image, found one for printing (CMYK)", file: file)
    }
  }

  private static func failure(_ handle: tjhandle, file: String) -> CaptureError {
    let reason = unsafe String(cString: tjGetErrorStr2(handle))
    guard !reason.contains("Premature end") else {
      return CaptureError(
        code: .truncatedImage, message: "the JPEG image ends too early (\(reason))", file: file)
    }
    return CaptureError(
      code: .malformedImage, message: "the JPEG image is damaged (\(reason))", file: file)
  }

  private static func unwritable(_ reason: String) -> CaptureError {
    CaptureError(
      code: .notWritable, message: "the JPEG image cannot be written: \(reason)", file: "")
  }
}

import CSPNG

/// Reads and writes PNG images through libspng.
///
/// Read are grey of 8 or 16 bits, red-green-blue of 8 bits, and palettes. An alpha channel is
/// refused: no camera gives one, and dropping it would show what its maker hid.
public enum PNGFile {
  /// Reads the file at a path.
  ///
  /// - Throws: ``CaptureError`` where the file cannot be read, is larger than the budget, or is not
  ///   an image of a kind named above.
  public static func read(
    at path: String, budget: MediaBudget = .standard
  ) throws(CaptureError) -> DecodedImage {
    try decode(
      RegularFile.bytes(at: path, limit: budget.fileBytes), file: path, budget: budget)
  }

  /// Decompresses an image; `file` is the name for errors.
  ///
  /// - Throws: ``CaptureError`` where the image is truncated, damaged, larger than the budget, or
  ///   not of a kind named above.
  public static func decode(
    _ bytes: [UInt8], file: String, budget: MediaBudget = .standard
  ) throws(CaptureError) -> DecodedImage {
    try decode(bytes, file: file, budget: budget, expecting: nil)
  }

  /// The first bytes of every PNG file.
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  static func decode(
    _ bytes: [UInt8], file: String, budget: MediaBudget, expecting size: ExpectedSize?
  ) throws(CaptureError) -> DecodedImage {
    try unsafe bytes.withUnsafeBufferPointer { (memory) throws(CaptureError) in
      let decoder = try unsafe Decoder(UnsafeRawBufferPointer(memory), file: file)
      defer { decoder.free() }
      let header = try decoder.header()
      try budget.check(width: Int(header.width), height: Int(header.height), file: file)
      try size?.check(width: Int(header.width), height: Int(header.height), file: file)
      return try decoder.image(header)
    }
  }

  /// Compresses 8-bit samples, interleaved, row-major; `channels` is 1, 3 or 4.
  ///
  /// - Throws: ``CaptureError`` where a side is not positive, or the count of samples is not
  ///   `width · height · channels`.
  public static func encode(
    width: Int, height: Int, channels: Int, pixels: [UInt8]
  ) throws(CaptureError) -> [UInt8] {
    let colors = [
      1: SPNG_COLOR_TYPE_GRAYSCALE, 3: SPNG_COLOR_TYPE_TRUECOLOR,
      4: SPNG_COLOR_TYPE_TRUECOLOR_ALPHA,
    ]
    guard let color = colors[channels] else {
      throw PNGFile.unwritable("expected 1, 3 or 4 channels, found \(channels)")
    }
    try check(width: width, height: height, channels: channels, count: pixels.count)
    return try unsafe pixels.withUnsafeBufferPointer { (samples) throws(CaptureError) in
      try unsafe compress(
        UnsafeRawBufferPointer(samples), width: width, height: height, bitDepth: 8, color: color)
    }
  }

  /// Compresses 16-bit grey samples, row-major.
  ///
  /// - Throws: ``CaptureError`` where a side is not positive, or the count of samples is not
  ///   `width · height`.
  public static func encode(
    width: Int, height: Int, grey16 pixels: [UInt16]
  ) throws(CaptureError) -> [UInt8] {
    try check(width: width, height: height, channels: 1, count: pixels.count)
    return try unsafe pixels.withUnsafeBufferPointer { (samples) throws(CaptureError) in
      try unsafe compress(
        UnsafeRawBufferPointer(samples), width: width, height: height, bitDepth: 16,
        color: SPNG_COLOR_TYPE_GRAYSCALE)
    }
  }
}

extension PNGFile {
  private static let longestSide = 65_535

  private static func check(
    width: Int, height: Int, channels: Int, count: Int
  ) throws(CaptureError) {
    guard 1...longestSide ~= width, 1...longestSide ~= height else {
      throw unwritable("expected sides of 1 to \(longestSide) pixels, found \(width) × \(height)")
    }
    guard count == width * height * channels else {
      throw unwritable("expected \(width * height * channels) samples, found \(count)")
    }
  }

  private static func compress(
    _ samples: UnsafeRawBufferPointer, width: Int, height: Int, bitDepth: UInt8,
    color: spng_color_type
  ) throws(CaptureError) -> [UInt8] {
    guard let context = unsafe spng_ctx_new(Int32(SPNG_CTX_ENCODER.rawValue)) else {
      throw unwritable("out of memory")
    }
    defer { unsafe spng_ctx_free(context) }
    var header = spng_ihdr(
      width: UInt32(width), height: UInt32(height), bit_depth: bitDepth,
      color_type: UInt8(color.rawValue), compression_method: 0, filter_method: 0,
      interlace_method: 0)
    try check(unsafe spng_set_option(context, SPNG_ENCODE_TO_BUFFER, 1))
    try check(unsafe spng_set_ihdr(context, &header))
    try check(
      unsafe spng_encode_image(
        context, samples.baseAddress, samples.count, Int32(SPNG_FMT_PNG.rawValue),
        Int32(SPNG_ENCODE_FINALIZE.rawValue)))
    var length = 0
    var status: Int32 = 0
    let buffer = unsafe spng_get_png_buffer(context, &length, &status)
    try check(status)
    defer { unsafe free(buffer) }
    return unsafe [UInt8](UnsafeRawBufferPointer(start: buffer, count: length))
  }

  private static func check(_ status: Int32) throws(CaptureError) {
    guard status == 0 else { throw unwritable(unsafe String(cString: spng_strerror(status))) }
  }

  private static func unwritable(_ reason: String) -> CaptureError {
    CaptureError(
      code: .notWritable, message: "the PNG image cannot be written: \(reason)", file: "")
  }
}

/// One libspng context over bytes that outlive it.
@safe
private struct Decoder {
  private let context: OpaquePointer
  private let file: String

  @unsafe
  init(_ bytes: UnsafeRawBufferPointer, file: String) throws(CaptureError) {
    guard let context = unsafe spng_ctx_new(0) else {
      throw CaptureError(
        code: .budgetExceeded, message: "there is no memory for decoding", file: file)
    }
    unsafe self.context = context
    self.file = file
    do {
      let side = UInt32(Int32.max)
      try check(unsafe spng_set_image_limits(context, side, side))
      try check(unsafe spng_set_chunk_limits(context, Self.chunkBytes, Self.chunkBytes))
      try check(unsafe spng_set_png_buffer(context, bytes.baseAddress, bytes.count))
    } catch {
      free()
      throw error
    }
  }

  /// The most that one chunk beside the image data, and all that is kept of them, may take.
  private static let chunkBytes = 1 << 20

  func free() { unsafe spng_ctx_free(context) }

  func header() throws(CaptureError) -> spng_ihdr {
    var header = spng_ihdr()
    try check(unsafe spng_get_ihdr(context, &header))
    return header
  }

  func image(_ header: spng_ihdr) throws(CaptureError) -> DecodedImage {
    try refuseTransparency()
    let count = Int(header.width) * Int(header.height)
    let samples: DecodedImage.Samples
    switch (spng_color_type(UInt32(header.color_type)), header.bit_depth) {
    case (SPNG_COLOR_TYPE_GRAYSCALE, 8):
      samples = .grey8(try decode(count, as: SPNG_FMT_PNG))
    case (SPNG_COLOR_TYPE_GRAYSCALE, 16):
      samples = .grey16(try decode(count, as: SPNG_FMT_PNG))
    case (SPNG_COLOR_TYPE_TRUECOLOR, 8), (SPNG_COLOR_TYPE_INDEXED, _):
      samples = .rgb8(try decode(3 * count, as: SPNG_FMT_RGB8))
    default:
      throw CaptureError(
        code: .unsupportedImage,
        message:
          "expected a PNG image with 8 or 16 bits of grey, or 8 bits of red, green and blue, "
          + "found \(Self.name(of: header))",
        file: file)
    }
    // What follows the image data must be whole, too: a file that was cut off is not trusted.
    try check(unsafe spng_decode_chunks(context))
    return DecodedImage(width: Int(header.width), height: Int(header.height), samples: samples)
  }

  private func refuseTransparency() throws(CaptureError) {
    var transparency = spng_trns()
    let status = unsafe spng_get_trns(context, &transparency)
    guard status != 0 else {
      throw CaptureError(
        code: .unsupportedImage,
        message: "expected an image without transparency, found a PNG "
          + "image with transparent colours", file: file)
    }
    if status != Int32(SPNG_ECHUNKAVAIL.rawValue) { try check(status) }
  }

  private func decode<Sample: FixedWidthInteger & BitwiseCopyable>(
    _ count: Int, as format: spng_format
  ) throws(CaptureError) -> [Sample] {
    var size = 0
    try check(unsafe spng_decoded_image_size(context, Int32(format.rawValue), &size))
    guard size == count * MemoryLayout<Sample>.size else {
      throw CaptureError(
        code: .malformedImage,
        message: "expected \(count * MemoryLayout<Sample>.size) bytes of samples, found \(size)",
        file: file)
    }
    var samples = [Sample](repeating: 0, count: count)
    let status = unsafe samples.withUnsafeMutableBytes { memory in
      unsafe spng_decode_image(
        context, memory.baseAddress, memory.count, Int32(format.rawValue), 0)
    }
    try check(status)
    return samples
  }

  private func check(_ status: Int32) throws(CaptureError) {
    guard status != 0 else { return }
    let reason = unsafe String(cString: spng_strerror(status))
    switch status {
    case SPNG_IO_EOF.rawValue, Int32(SPNG_EOF.rawValue), Int32(SPNG_EIDAT_TOO_SHORT.rawValue):
      throw CaptureError(
        code: .truncatedImage, message: "the PNG image ends too early (\(reason))", file: file)
    case Int32(SPNG_ESIGNATURE.rawValue):
      throw CaptureError(
        code: .unsupportedImage, message: "expected a PNG image, found something else", file: file)
    case Int32(SPNG_ECHUNK_LIMITS.rawValue):
      throw CaptureError(
        code: .budgetExceeded,
        message: "expected at most \(Self.chunkBytes) bytes beside the PNG image, found more",
        file: file)
    default:
      throw CaptureError(
        code: .malformedImage, message: "the PNG image is damaged (\(reason))", file: file)
    }
  }

  private static func name(of header: spng_ihdr) -> String {
    let kind =
      switch spng_color_type(UInt32(header.color_type)) {
      case SPNG_COLOR_TYPE_GRAYSCALE: "grey"
      case SPNG_COLOR_TYPE_TRUECOLOR: "red, green and blue"
      case SPNG_COLOR_TYPE_GRAYSCALE_ALPHA: "grey and alpha"
      case SPNG_COLOR_TYPE_TRUECOLOR_ALPHA: "red, green, blue and alpha"
      default: "an unknown kind"
      }
    return "\(header.bit_depth) bits of \(kind)"
  }
}

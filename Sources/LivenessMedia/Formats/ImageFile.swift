/// Reads an image in any of the formats that are known, told apart by their content: PNG, JPEG, PGM,
/// PPM, TIFF, NPY, NPZ and bare samples with a description.
public enum ImageFile {
  /// Reads the file at a path; `PATH.json` beside it, where it is there, describes bare samples.
  ///
  /// - Throws: ``CaptureError`` where the file cannot be read, is larger than the budget, or is not
  ///   of a format named above.
  public static func read(
    at path: String, budget: MediaBudget = .standard
  ) throws(CaptureError) -> DecodedImage {
    try decode(MediaSource(at: path, budget: budget), budget: budget, expecting: nil)
  }

  /// Reads a file's bytes; `file` is the name for errors.
  ///
  /// - Throws: ``CaptureError`` where the file is damaged, larger than the budget, or not of a
  ///   format named above.
  public static func decode(
    _ bytes: [UInt8], file: String, budget: MediaBudget = .standard
  ) throws(CaptureError) -> DecodedImage {
    try decode(MediaSource(bytes: bytes, file: file), budget: budget, expecting: nil)
  }

  static func decode(
    _ source: MediaSource, budget: MediaBudget, expecting size: ExpectedSize?
  ) throws(CaptureError) -> DecodedImage {
    if let image = try decodeImage(source, budget: budget, expecting: size) { return image }
    throw FileFormat(of: source.bytes).unusable(
      "a PNG or JPEG image, or one as PGM, PPM, TIFF, NPY or NPZ", isEmpty: source.bytes.isEmpty,
      file: source.file)
  }

  /// `nil` where the format is none of those of images.
  static func decodeImage(
    _ source: MediaSource, budget: MediaBudget, expecting size: ExpectedSize?
  ) throws(CaptureError) -> DecodedImage? {
    let (bytes, file) = (source.bytes, source.file)
    if let description = source.rawDescription {
      return try RawFile.decode(
        bytes, description: description, file: file, budget: budget, expecting: size)
    }
    switch FileFormat(of: bytes) {
    case .png: return try PNGFile.decode(bytes, file: file, budget: budget, expecting: size)
    case .jpeg: return try JPEGFile.decode(bytes, file: file, budget: budget, expecting: size)
    case .pnm: return try PNMFile.decode(bytes, file: file, budget: budget, expecting: size)
    case .tiff: return try TIFFFile.decode(bytes, file: file, budget: budget, expecting: size)
    case .npy: return try NPYFile.decode(bytes, file: file, budget: budget, expecting: size)
    case .zip:
      return try NPZFile.decode(
        bytes, array: source.array, file: file, budget: budget, expecting: size)
    case .ply, .pcd, .text, .foreign, .unknown: return nil
    }
  }
}

/// Reads a file of depth in any of the formats that are known, told apart by their content.
///
/// Maps: PNG, PGM, TIFF, NPY, NPZ, tables of text, bare samples with a description, and JPEG where
/// depth was packed into 8 bits. Points: PLY, PCD and tables of text.
public enum DepthFile {
  /// Reads the file at a path; `PATH.json` beside it, where it is there, describes bare samples.
  ///
  /// - Throws: ``CaptureError`` where the file cannot be read, is larger than the budget, or is not
  ///   of a format named above.
  public static func read(
    at path: String, budget: MediaBudget = .standard
  ) throws(CaptureError) -> DecodedDepth {
    try decode(MediaSource(at: path, budget: budget), budget: budget, expecting: nil)
  }

  /// Reads a file's bytes; `file` is the name for errors.
  ///
  /// - Throws: ``CaptureError`` where the file is damaged, larger than the budget, or not of a
  ///   format named above.
  public static func decode(
    _ bytes: [UInt8], file: String, budget: MediaBudget = .standard
  ) throws(CaptureError) -> DecodedDepth {
    try decode(MediaSource(bytes: bytes, file: file), budget: budget, expecting: nil)
  }

  static func decode(
    _ source: MediaSource, budget: MediaBudget, expecting size: ExpectedSize?
  ) throws(CaptureError) -> DecodedDepth {
    if let image = try ImageFile.decodeImage(source, budget: budget, expecting: size) {
      return .map(image)
    }
    let (bytes, file) = (source.bytes, source.file)
    let format = FileFormat(of: bytes)
    switch format {
    case .ply: return .cloud(try PLYFile.decode(bytes, file: file, budget: budget))
    case .pcd: return .cloud(try PCDFile.decode(bytes, file: file, budget: budget))
    case .text:
      return try TableFile.decode(bytes, file: file, budget: budget, expecting: size)
    default:
      throw format.unusable(
        "depth as PNG, PGM, TIFF, NPY, NPZ, PLY, PCD or a table of text",
        isEmpty: bytes.isEmpty, file: file)
    }
  }
}

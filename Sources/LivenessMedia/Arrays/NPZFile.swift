/// Reads one array out of NumPy's archives of arrays (`.npz`), stored or deflated.
public enum NPZFile {
  /// Reads an array as a picture, as ``NPYFile`` does; `file` is the name for errors.
  ///
  /// - Parameters:
  ///   - bytes: The archive.
  ///   - array: The array's name; `nil` for the only one, or the one named `depth`.
  ///   - file: The name for errors.
  ///   - budget: How large the archive's parts may be.
  ///
  /// - Returns: The picture that the array makes.
  /// - Throws: ``CaptureError`` where the archive is truncated, damaged or larger than the budget,
  ///   has no such array, or the array is no picture of numbers.
  public static func decode(
    _ bytes: [UInt8], array: String? = nil, file: String, budget: MediaBudget = .standard
  ) throws(CaptureError) -> DecodedImage {
    try decode(bytes, array: array, file: file, budget: budget, expecting: nil)
  }

  static func decode(
    _ bytes: [UInt8], array: String?, file: String, budget: MediaBudget,
    expecting size: ExpectedSize?
  ) throws(CaptureError) -> DecodedImage {
    let archive = try ZIPArchive(bytes, file: file)
    let entry = try entry(named: array, of: archive, file: file)
    let content = try archive.content(of: entry, limit: budget.fileBytes)
    return try NPYFile.decode(
      content, file: "\(file):\(entry.name)", budget: budget, expecting: size)
  }

  private static func entry(
    named array: String?, of archive: ZIPArchive, file: String
  ) throws(CaptureError) -> ZIPArchive.Entry {
    let arrays = archive.entries
    guard !arrays.isEmpty, arrays.allSatisfy({ $0.name.hasSuffix(".npy") }) else {
      throw .unsupported(
        "expected an NPZ file, found a ZIP archive of something else than arrays (.npy)",
        file: file)
    }
    if let entry = arrays.first(where: { $0.name == (array ?? "depth") + ".npy" }) { return entry }
    guard array == nil, arrays.count == 1 else {
      let names = arrays.prefix(8).map { "\"\($0.name.dropLast(4))\"" }.joined(separator: ", ")
      throw .unsupported(
        "expected an array named \"\(array ?? "depth")\" in the NPZ file, found \(names)"
          + (arrays.count > 8 ? " and \(arrays.count - 8) more" : ""), file: file)
    }
    return arrays[0]
  }
}

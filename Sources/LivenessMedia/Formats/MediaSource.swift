/// The bytes of a file, and what stands beside them that says how to read them.
struct MediaSource {
  let bytes: [UInt8]
  /// The name for errors.
  let file: String
  /// What describes bare samples; `nil` where the file describes itself.
  var rawDescription: [UInt8]?
  /// Which array of an archive is meant.
  var array: String?
}

extension MediaSource {
  /// Reads a file, and the description of bare samples where there is one beside it.
  init(at path: String, array: String? = nil, budget: MediaBudget) throws(CaptureError) {
    bytes = try RegularFile.bytes(at: path, limit: budget.fileBytes)
    file = path
    self.array = array
    guard !FileFormat(of: bytes).isCertain else { return }
    do throws(CaptureError) {
      rawDescription = try RegularFile.bytes(
        at: path + RawFile.descriptionSuffix, limit: CaptureDescription.largestFile)
    } catch {
      guard error.code == .missingFile else { throw error }
    }
  }
}

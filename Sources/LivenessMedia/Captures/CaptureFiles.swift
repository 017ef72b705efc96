/// The files of a capture's folder, read by their names.
struct CaptureFiles {
  let folder: String
  let budget: MediaBudget

  /// A depth map or an image, with the description beside it where its samples are bare.
  func source(_ name: String, array: String?) throws(CaptureError) -> MediaSource {
    let (bytes, file) = try bytes(of: name, limit: budget.fileBytes)
    var source = MediaSource(bytes: bytes, file: file, array: array)
    guard !FileFormat(of: bytes).isCertain else { return source }
    do throws(CaptureError) {
      source.rawDescription = try self.bytes(
        of: name + RawFile.descriptionSuffix, limit: CaptureDescription.largestFile
      ).bytes
    } catch {
      guard error.code == .missingFile else { throw error }
    }
    return source
  }

  func calibration(_ name: String) throws(CaptureError) -> Calibration {
    let (bytes, file) = try bytes(of: name, limit: Calibration.largestFile)
    return try Calibration.decode(bytes, file: file)
  }

  /// A link may stand for a file, as long as it does not lead out of the folder.
  private func bytes(
    of name: String, limit: Int
  ) throws(CaptureError) -> (bytes: [UInt8], file: String) {
    let file = FolderPath.joining(folder, name)
    if let root = FolderPath.resolved(folder), let target = FolderPath.resolved(file),
      !target.utf8.starts(with: FolderPath.joining(root, "").utf8)
    {
      throw CaptureError(
        code: .fileOutsideFolder,
        message: "expected a file in the capture's own folder, found a link to \(target)",
        file: file)
    }
    return (try RegularFile.bytes(at: file, limit: limit), file)
  }
}

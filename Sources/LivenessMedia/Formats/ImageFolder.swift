/// The images of a folder.
package enum ImageFolder {
  /// What the names of images end with.
  static let endings = [".jpg", ".jpeg", ".png", ".ppm", ".pnm", ".tif", ".tiff"]

  /// The image at a path, or the images of the folder there in the order of the bytes of their
  /// names; folders within it are not looked at.
  ///
  /// - Throws: ``CaptureError`` where a folder cannot be listed or holds no image.
  package static func find(at path: String) throws(CaptureError) -> [String] {
    guard FolderListing.isFolder(path) else { return [path] }
    let names = try FolderListing(at: path).names.filter { name in
      endings.contains { name.lowercased().hasSuffix($0) }
    }
    guard !names.isEmpty else {
      throw CaptureError(
        code: .missingFile,
        message: "expected images (\(endings.joined(separator: ", "))), found none", file: path)
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .map { FolderPath.joining(path, $0) }
  }
}

public import Liveness
import LivenessMedia

extension Dataset {
  /// The names of a manifest within a folder.
  static let manifestNames = ["manifest.csv", "manifest.jsonl"]

  /// Opens a data set: a manifest, or a folder.
  ///
  /// A folder holds `manifest.csv` or `manifest.jsonl`, or else the folders `bona-fide` and `attack`
  /// with captures below them; the folder below `attack` names the species.
  ///
  /// - Throws: ``DatasetError``.
  public init(at path: String, labels: LabelMode? = nil) throws(DatasetError) {
    guard let listing = try? FolderListing(at: path) else {
      try self.init(manifestAt: path, labels: labels)
      return
    }
    for name in Self.manifestNames where listing.names.contains(name) {
      try self.init(manifestAt: FolderPath.joining(path, name), labels: labels)
      return
    }
    try self.init(folder: path, names: listing.names)
  }

  private init(folder: String, names: [String]) throws(DatasetError) {
    var presentations: [Presentation] = []
    var captures: [String] = []
    for label in Presentation.Label.allCases where names.contains(label.rawValue) {
      let root = FolderPath.joining(folder, label.rawValue)
      let found: [String]
      do {
        found = try CaptureFolder.find(at: root)
      } catch {
        throw DatasetError(file: root, message: error.message)
      }
      for capture in found {
        let parts = capture.dropFirst(root.count).split(separator: "/")
        let id = String(capture.dropFirst(FolderPath.joining(folder, "").count))
        presentations.append(
          Presentation(
            id: id, label: label, response: .notJudged,
            species: label == .attack && parts.count > 1 ? String(parts[0]) : ""))
        captures.append(capture)
      }
    }
    guard !presentations.isEmpty else {
      throw DatasetError(
        file: folder,
        message: "expected \(Self.manifestNames.joined(separator: " or ")), or the folders "
          + "bona-fide and attack with captures in them, found neither")
    }
    let list = presentations.map { "\($0.label.rawValue)\t\($0.id)\n" }.joined()
    self.init(
      path: folder, presentations: presentations, captures: captures, model: nil,
      digest: SHA256.hexadecimal(Array(list.utf8)))
  }
}

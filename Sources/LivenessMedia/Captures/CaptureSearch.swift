/// A walk through folders that remembers where it was.
struct CaptureSearch {
  /// The folders that hold a capture, those that could not be listed, and what may be one of them.
  private(set) var found: [String] = []
  private var visited: Set<FolderListing.Identity> = []
  private var entries = 0

  /// So many names are looked at, before a search is given up.
  private static let mostEntries = 1_000_000

  /// Begins at a path that somebody named, which must be a folder.
  mutating func visitRoot(_ path: String) throws(CaptureError) {
    try visit(path, FolderListing(at: path), level: 0)
  }

  private mutating func visit(
    _ path: String, _ listing: FolderListing, level: Int
  ) throws(CaptureError) {
    guard visited.insert(listing.identity).inserted else { return }
    entries += listing.names.count
    guard entries <= Self.mostEntries else {
      throw CaptureError(
        code: .budgetExceeded,
        message: "expected at most \(Self.mostEntries) files and folders, found more", file: path)
    }
    if listing.names.contains(CaptureFolder.descriptionName) {
      found.append(path)
      return
    }
    guard level < CaptureFolder.deepestLevel else { return }
    found += listing.lostFolders.map { FolderPath.joining(path, $0) }
    for name in listing.names.sorted() where !listing.lostFolders.contains(name) {
      let inner = FolderPath.joining(path, name)
      switch FolderListing.kind(of: inner) {
      case .noFolder: continue
      case .unknown: found.append(inner)
      case .folder:
        guard let listing = try? FolderListing(at: inner) else {
          found.append(inner)
          continue
        }
        try visit(inner, listing, level: level + 1)
      }
    }
  }
}

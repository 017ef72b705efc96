/// A walk through folders that remembers where it was.
struct CaptureSearch {
  /// The folders that hold a capture, and those that could not be listed.
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
    for name in listing.names.sorted() {
      let inner = FolderPath.joining(path, name)
      guard FolderListing.isFolder(inner) else { continue }
      guard let listing = try? FolderListing(at: inner) else {
        found.append(inner)
        continue
      }
      try visit(inner, listing, level: level + 1)
    }
  }
}

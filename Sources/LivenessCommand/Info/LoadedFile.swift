#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Finds out which file of this process a function comes from.
enum LoadedFile {
  /// The file; `nil` where there is no such function, or the system does not say.
  static func ofFunction(_ name: String) -> String? {
    guard let symbol = unsafe dlsym(nil, name), let maps = StandardFiles.text(at: "/proc/self/maps")
    else { return nil }
    return containing(UInt(bitPattern: symbol), in: maps)
  }

  /// The file whose part of memory holds an address, by the lines of Linux's `/proc/self/maps`:
  /// `start-end permissions offset device inode path`.
  static func containing(_ address: UInt, in maps: String) -> String? {
    for line in maps.split(separator: "\n") {
      let fields = line.split(separator: " ", maxSplits: 5)
      let bounds = fields[0].split(separator: "-")
      guard fields.count == 6, bounds.count == 2, let start = UInt(bounds[0], radix: 16),
        let end = UInt(bounds[1], radix: 16), start <= address, address < end
      else { continue }
      let path = fields[5].drop { $0 == " " }
      return path.hasPrefix("/") ? String(path) : nil
    }
    return nil
  }
}

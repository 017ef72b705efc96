#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The names in a folder.
package struct FolderListing {
  /// What tells a folder from every other one, by whichever path it is reached.
  package struct Identity: Hashable {
    let device: UInt64
    let node: UInt64
  }

  /// What stands at a path.
  package enum Kind {
    /// A folder, directly or through links.
    case folder
    /// Something else, or nothing: links may lead nowhere.
    case noFolder
    /// It cannot be told, for instance because the folder around it may not be searched.
    case unknown
  }

  let identity: Identity
  /// Without `.` and `..`, in no order; what is not UTF-8 in them stands as U+FFFD.
  package let names: [String]
  /// Those of the names to which no path leads, because they are not UTF-8, and which are of folders
  /// or may be.
  let lostFolders: [String]

  package init(at path: String) throws(CaptureError) {
    guard let status = Self.status(of: path) else {
      let failure = RegularFile.failure(errno, at: path)
      guard failure.code == .missingFile else { throw failure }
      let hint = path.unicodeScalars.contains("\u{FFFD}") ? "; its name may not be UTF-8" : ""
      throw CaptureError(
        code: .missingFile, message: "expected a folder with a capture, found nothing\(hint)",
        file: path)
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw CaptureError(
        code: .notACapture,
        message: "expected a folder with \(CaptureFolder.descriptionName), "
          + "found \(RegularFile.kind(of: status.st_mode))",
        file: path)
    }
    guard let directory = unsafe opendir(path) else { throw RegularFile.failure(errno, at: path) }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    var lostFolders: [String] = []
    while let entry = unsafe readdir(directory) {
      unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { bytes in
          let name = unsafe String(cString: bytes)
          guard name != "." && name != ".." else { return }
          names.append(name)
          if unsafe String(validatingCString: bytes) == nil,
            unsafe Self.kind(of: bytes, in: dirfd(directory)) != .noFolder
          {
            lostFolders.append(name)
          }
        }
      }
    }
    identity = Identity(device: UInt64(status.st_dev), node: UInt64(status.st_ino))
    self.names = names
    self.lostFolders = lostFolders
  }

  /// The path leads to a folder, directly or through links.
  package static func isFolder(_ path: String) -> Bool { kind(of: path) == .folder }

  /// What stands at a path.
  package static func kind(of path: String) -> Kind { unsafe kind(of: path, in: AT_FDCWD) }

  /// What stands at a path that begins at an open folder.
  @unsafe
  private static func kind(of path: UnsafePointer<CChar>, in folder: Int32) -> Kind {
    var status = stat()
    guard unsafe fstatat(folder, path, &status, 0) == 0 else {
      let number = errno
      return number == ENOENT || number == ENOTDIR || number == ELOOP ? .noFolder : .unknown
    }
    return status.st_mode & S_IFMT == S_IFDIR ? .folder : .noFolder
  }

  /// The error for a folder in which nothing describes a capture.
  static func noCapture(at path: String) -> CaptureError {
    do throws(CaptureError) {
      let names = try FolderListing(at: path).names
      return CaptureError(
        code: .notACapture,
        message: "expected \(CaptureFolder.descriptionName), or folders that hold one, found "
          + (names.isEmpty ? "an empty folder" : "none"),
        file: path)
    } catch {
      return error
    }
  }

  private static func status(of path: String) -> stat? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? status : nil
  }
}

/// Paths, as far as they are put together here.
package enum FolderPath {
  /// The path of a name in a folder.
  package static func joining(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// The path without links and dots; `nil` where it leads nowhere.
  package static func resolved(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }
}

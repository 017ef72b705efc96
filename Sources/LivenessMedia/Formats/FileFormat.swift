/// What a file is, by its content; its name does not matter.
enum FileFormat {
  case png, jpeg, pnm, tiff, npy, zip, ply, pcd
  /// Text, which may be a table.
  case text
  /// Known, and left to another program.
  case foreign(ForeignFormat)
  case unknown

  init(of bytes: [UInt8]) {
    if bytes.starts(with: PNGFile.signature) {
      self = .png
    } else if bytes.starts(with: JPEGFile.signature) {
      self = .jpeg
    } else if TIFFFile.matches(bytes) {
      self = .tiff
    } else if PNMFile.matches(bytes) {
      self = .pnm
    } else if bytes.starts(with: NPYFile.signature) {
      self = .npy
    } else if bytes.starts(with: ZIPArchive.signature) {
      self = .zip
    } else if PLYFile.matches(bytes) {
      self = .ply
    } else if let foreign = ForeignFormat(of: bytes) {
      self = .foreign(foreign)
    } else if PCDFile.matches(bytes) {
      self = .pcd
    } else {
      self = Self.isText(bytes.prefix(512)) ? .text : .unknown
    }
  }

  /// Whether the content says by itself how it is to be read, beyond doubt; anything else may be bare
  /// samples.
  var isCertain: Bool {
    switch self {
    case .png, .jpeg, .tiff, .npy, .zip, .ply, .pcd: true
    case .pnm, .text, .foreign, .unknown: false
    }
  }

  private static func isText(_ start: ArraySlice<UInt8>) -> Bool {
    !start.isEmpty && start.allSatisfy { $0 >= 0x20 && $0 != 0x7F || (0x09...0x0D).contains($0) }
  }

  /// The error for a file that is not of the formats that can be used in its place.
  func unusable(_ expected: String, isEmpty: Bool, file: String) -> CaptureError {
    if isEmpty {
      return CaptureError(
        code: .truncatedImage, message: "expected \(expected), found an empty file", file: file)
    }
    if case .foreign(let foreign) = self {
      return CaptureError(
        code: .unsupportedImage,
        message: "expected \(expected), found \(foreign.name); \(foreign.advice)", file: file)
    }
    return CaptureError(
      code: .unsupportedImage, message: "expected \(expected), found \(name)", file: file)
  }

  private var name: String {
    switch self {
    case .png: "a PNG image"
    case .jpeg: "a JPEG image"
    case .pnm: "a PNM image"
    case .tiff: "a TIFF image"
    case .npy: "an NPY file"
    case .zip: "a ZIP archive"
    case .ply: "a PLY file"
    case .pcd: "a PCD file"
    case .text: "text"
    case .foreign(let foreign): foreign.name
    case .unknown: "something else"
    }
  }
}

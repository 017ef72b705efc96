/// The description at the start of an NPY file: a Python dictionary of three entries.
///
/// NumPy Enhancement Proposal 1, "A simple file format for NumPy arrays".
struct NPYHeader {
  let layout: SampleLayout
  let isFortranOrder: Bool
  let shape: [Int]
  /// Where the numbers begin.
  let end: Int

  /// A picture that an array can be seen as.
  struct Picture {
    let width: Int
    let height: Int
    let channels: Int
  }

  init(_ bytes: [UInt8], file: String) throws(CaptureError) {
    guard bytes.starts(with: NPYFile.signature) else {
      throw .unsupported("expected an NPY file, found something else", file: file)
    }
    guard bytes.count >= 12 else {
      throw .truncated("the NPY file ends within its first 12 bytes", file: file)
    }
    let (version, lengthBytes) = (bytes[6], bytes[6] == 1 ? 2 : 4)
    guard 1...3 ~= version else {
      throw .unsupported("expected version 1, 2 or 3 of NPY, found \(version)", file: file)
    }
    let length = (0..<lengthBytes).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) }
    let start = 8 + lengthBytes
    guard length <= Self.longest else {
      throw .malformed(
        "expected a header of at most \(Self.longest) bytes, found \(length)", file: file)
    }
    guard bytes.count - start >= length else {
      throw .truncated(
        "expected a header of \(length) bytes from byte \(start) on, found \(bytes.count - start)",
        file: file)
    }
    end = start + length
    var literal = PythonLiteral(bytes[start..<end], file: file)
    let entries = try literal.dictionary()
    guard case .string(let descr) = entries["descr"] else {
      if case .list = entries["descr"] {
        throw .unsupported("expected an array of numbers, found a structured one", file: file)
      }
      throw .malformed("the NPY header has no type of numbers ('descr')", file: file)
    }
    guard case .boolean(let isFortranOrder) = entries["fortran_order"] else {
      throw .malformed("the NPY header has no order ('fortran_order')", file: file)
    }
    guard case .list(let shape) = entries["shape"] else {
      throw .malformed("the NPY header has no shape", file: file)
    }
    layout = try Self.layout(descr, file: file)
    self.isFortranOrder = isFortranOrder
    self.shape = try shape.map { (side) throws(CaptureError) in
      guard case .integer(let side) = side else {
        throw .malformed("expected integers in the NPY header's shape", file: file)
      }
      return side
    }
  }

  private static let longest = 1 << 16

  private static func layout(_ name: String, file: String) throws(CaptureError) -> SampleLayout {
    let types: [String: SampleType] = [
      "i1": .int8, "u1": .uint8, "i2": .int16, "u2": .uint16, "i4": .int32, "u4": .uint32,
      "i8": .int64, "u8": .uint64, "f2": .float16, "f4": .float32, "f8": .float64,
    ]
    let order = name.first.map { "<>=|".contains($0) } == true ? name.prefix(1) : ""
    if let type = types[String(name.dropFirst(order.count))] {
      return SampleLayout(type: type, isBigEndian: order == ">")
    }
    let found = name.hasSuffix("O") ? "Python objects, which are never loaded" : "'\(name)'"
    throw .unsupported(
      "expected integers or floats of 1 to 8 bytes in the NPY file, found \(found)", file: file)
  }

  func picture(file: String) throws(CaptureError) -> Picture {
    let picture: Picture? =
      switch (shape.count, shape.first, shape.last) {
      case (2, let height?, let width?): Picture(width: width, height: height, channels: 1)
      case (3, let height?, 1): Picture(width: shape[1], height: height, channels: 1)
      case (3, let height?, 3) where layout.type == .uint8 || layout.type == .uint16:
        Picture(width: shape[1], height: height, channels: 3)
      case (3, 1, let width?): Picture(width: width, height: shape[1], channels: 1)
      default: nil
      }
    guard let picture, picture.width > 0, picture.height > 0 else {
      throw .unsupported(
        "expected an array of shape (height, width), found "
          + "(\(shape.map(String.init).joined(separator: ", ")))", file: file)
    }
    return picture
  }

  func grid(of picture: Picture) -> SampleGrid {
    let bytes = layout.type.byteCount
    return SampleGrid(
      width: picture.width, height: picture.height, channels: picture.channels, layout: layout,
      offset: end,
      columnStride: bytes * (isFortranOrder ? picture.height : picture.channels),
      rowStride: bytes * (isFortranOrder ? 1 : picture.width * picture.channels),
      channelStride: bytes * (isFortranOrder ? picture.width * picture.height : 1))
  }
}

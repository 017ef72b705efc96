/// Reads and writes point clouds as PLY, the Stanford polygon format: text, and binary of either
/// byte order.
///
/// The points are the element `vertex` with its scalar properties `x`, `y`, `z`; every other
/// property, and the elements before it, are stepped over.
public enum PLYFile {
  /// Reads the points; `file` is the name for errors.
  ///
  /// - Throws: ``CaptureError`` where the file is truncated, damaged, larger than the budget, or
  ///   holds no points.
  public static func decode(
    _ bytes: [UInt8], file: String, budget: MediaBudget = .standard
  ) throws(CaptureError) -> DecodedCloud {
    let header = try PLYHeader(bytes, file: file)
    guard let position = header.elements.firstIndex(where: { $0.name == "vertex" }) else {
      throw .unsupported("expected a PLY file with points (element vertex), found none", file: file)
    }
    let vertex = header.elements[position]
    try budget.check(points: vertex.count, file: file)
    try header.checkCounts(upTo: position, available: bytes.count - header.end, file: file)
    let before = header.elements[..<position]
    guard header.encoding != .text else {
      return try PLYText(bytes, header, file: file).cloud(vertex, after: before)
    }
    var body = PLYBinary(
      bytes, from: header.end, isBigEndian: header.encoding == .bigEndian, file: file)
    for element in before { try body.skip(element) }
    return try body.cloud(vertex)
  }

  static func matches(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: Array("ply".utf8)) && bytes.count > 3
      && (bytes[3] == 0x0A || bytes[3] == 0x0D)
  }

  /// Writes points as binary little-endian PLY.
  public static func encode(_ points: [SIMD3<Float>]) -> [UInt8] {
    let header = """
      ply
      format binary_little_endian 1.0
      element vertex \(points.count)
      property float x
      property float y
      property float z
      end_header

      """
    var bytes = Array(header.utf8)
    bytes.reserveCapacity(bytes.count + 12 * points.count)
    for point in points {
      for axis in 0..<3 { bytes += NPYFile.littleEndian(point[axis].bitPattern) }
    }
    return bytes
  }
}

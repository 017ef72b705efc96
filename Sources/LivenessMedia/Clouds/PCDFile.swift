/// Reads point clouds as PCD, the format of the Point Cloud Library, version 0.7: text and binary.
///
/// The fields `x`, `y` and `z` make the points; every other field is stepped over. Compressed
/// binary is refused with the tool that converts it. The viewpoint is not applied.
public enum PCDFile {
  /// Reads the points; `file` is the name for errors.
  ///
  /// - Throws: ``CaptureError`` where the file is truncated, damaged, compressed, larger than the
  ///   budget, or holds no points.
  public static func decode(
    _ bytes: [UInt8], file: String, budget: MediaBudget = .standard
  ) throws(CaptureError) -> DecodedCloud {
    var lines = TextLines(bytes)
    let header = try PCDHeader(&lines, file: file)
    try budget.check(points: header.count, file: file)
    let columns = try PointColumns(names: header.fields.map(\.name), file: file)
    let places = columns.places
    for axis in 0..<3 where header.fields[places[axis]].count != 1 {
      throw .unsupported("expected one number a coordinate in the PCD file", file: file)
    }
    guard header.isBinary else {
      let values = header.fields.reduce(0) { $0 + $1.count }
      let starts = header.fields.indices.map { field in
        header.fields[..<field].reduce(0) { $0 + $1.count }
      }
      let shifted = PointColumns(
        places: SIMD3(starts[places.x], starts[places.y], starts[places.z]))
      return DecodedCloud(
        points: try shifted.points(header.count, of: values, in: &lines, file: file))
    }
    return try binary(bytes, from: lines.offset, header, places, file: file)
  }

  static func matches(_ bytes: [UInt8]) -> Bool {
    let start = Array("# .PCD v".utf8)
    return bytes.starts(with: start) || bytes.starts(with: Array("VERSION ".utf8))
      || bytes.starts(with: Array("VERSION\t".utf8))
  }

  private static func binary(
    _ bytes: [UInt8], from start: Int, _ header: PCDHeader, _ places: SIMD3<Int>, file: String
  ) throws(CaptureError) -> DecodedCloud {
    let each = header.fields.reduce(0) { $0 + $1.byteCount }
    let (needed, overflow) = each.multipliedReportingOverflow(by: header.count)
    guard !overflow, needed <= bytes.count - start else {
      throw .truncated(
        "expected \(header.count) points of \(each) bytes from byte \(start) on, "
          + "found \(bytes.count - start) bytes", file: file)
    }
    let offsets = (0..<3).map { axis in
      header.fields[..<places[axis]].reduce(0) { $0 + $1.byteCount }
    }
    let layouts = (0..<3).map { axis in
      SampleLayout(type: header.fields[places[axis]].type, isBigEndian: false)
    }
    var points: [SIMD3<Float>] = []
    points.reserveCapacity(header.count)
    for index in 0..<header.count {
      var point = SIMD3<Float>()
      for axis in 0..<3 {
        let offset = start + index * each + offsets[axis]
        point[axis] = Float(layouts[axis].value(in: bytes, at: offset) ?? .nan)
      }
      points.append(point)
    }
    return DecodedCloud(points: points)
  }
}

/// The elements of a PLY file of text, one a line.
struct PLYText {
  private let lines: TextLines
  private let file: String

  init(_ bytes: [UInt8], _ header: PLYHeader, file: String) {
    lines = TextLines(bytes, from: header.end, after: header.lineCount)
    self.file = file
  }

  func cloud(
    _ vertex: PLYHeader.Element, after others: ArraySlice<PLYHeader.Element>
  ) throws(CaptureError) -> DecodedCloud {
    var lines = lines
    for element in others where !element.properties.isEmpty {
      for _ in 0..<element.count where lines.next() == nil {
        throw .truncated("the PLY file ends within \(element.name)", file: file)
      }
    }
    guard vertex.properties.allSatisfy({ $0.lengthType == nil }) else {
      throw .unsupported("expected points without lists in a PLY file of text", file: file)
    }
    let columns = try PointColumns(names: vertex.properties.map(\.name), file: file)
    return DecodedCloud(
      points: try columns.points(
        vertex.count, of: vertex.properties.count, in: &lines, file: file))
  }
}

/// The elements of a binary PLY file, read from front to back.
struct PLYBinary {
  private let bytes: [UInt8]
  private let isBigEndian: Bool
  private let file: String
  private var offset: Int

  init(_ bytes: [UInt8], from offset: Int, isBigEndian: Bool, file: String) {
    self.bytes = bytes
    self.offset = offset
    self.isBigEndian = isBigEndian
    self.file = file
  }

  /// Steps over all of an element.
  mutating func skip(_ element: PLYHeader.Element) throws(CaptureError) {
    if let each = element.byteCount {
      try advance(by: each * element.count, in: element)
    } else {
      for _ in 0..<element.count {
        for property in element.properties { try skip(property, of: element) }
      }
    }
  }

  mutating func cloud(_ vertex: PLYHeader.Element) throws(CaptureError) -> DecodedCloud {
    let properties = vertex.properties
    let places = try PointColumns(names: properties.map(\.name), file: file).places
    for axis in 0..<3 where properties[places[axis]].lengthType != nil {
      throw .unsupported(
        "expected numbers as coordinates of the points, found lists", file: file)
    }
    var points: [SIMD3<Float>] = []
    points.reserveCapacity(vertex.count)
    for _ in 0..<vertex.count {
      var point = SIMD3<Float>()
      for (place, property) in properties.enumerated() {
        let start = offset
        try skip(property, of: vertex)
        for axis in 0..<3 where places[axis] == place {
          let layout = SampleLayout(type: property.type, isBigEndian: isBigEndian)
          point[axis] = Float(layout.value(in: bytes, at: start) ?? .nan)
        }
      }
      points.append(point)
    }
    return DecodedCloud(points: points)
  }

  private mutating func skip(
    _ property: PLYHeader.Property, of element: PLYHeader.Element
  ) throws(CaptureError) {
    guard let lengthType = property.lengthType else {
      return try advance(by: property.type.byteCount, in: element)
    }
    let layout = SampleLayout(type: lengthType, isBigEndian: isBigEndian)
    let start = offset
    try advance(by: lengthType.byteCount, in: element)
    guard let length = layout.value(in: bytes, at: start), length >= 0 else {
      throw .malformed(
        "expected the length of a list of \(element.name) at byte \(start), found less than 0",
        file: file)
    }
    try advance(by: Int(length) * property.type.byteCount, in: element)
  }

  private mutating func advance(
    by count: Int, in element: PLYHeader.Element
  ) throws(CaptureError) {
    guard count <= bytes.count - offset else {
      throw .truncated(
        "the PLY file ends at byte \(bytes.count), within \(element.name)", file: file)
    }
    offset += count
  }
}

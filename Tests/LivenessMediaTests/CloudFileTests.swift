import LivenessMedia
import TestSupport
import Testing

struct PLYFileTests {
  private static let header = """
    ply
    format ascii 1.0
    comment made by hand
    element vertex 2
    property float x
    property float y
    property uchar red
    property float z
    end_header

    """

  @Test func `points come back as they were written`() throws {
    let points: [SIMD3<Float>] = [SIMD3(0, 1, 2), SIMD3(-0.5, 1e-9, .infinity)]
    #expect(try PLYFile.decode(PLYFile.encode(points), file: "a").points == points)
    #expect(try PLYFile.decode(PLYFile.encode([]), file: "a").points.isEmpty)
    let text = Self.header + "1 2 255 3\n-1 -2 0 -3 99\n"
    #expect(
      try PLYFile.decode(Array(text.utf8), file: "a").points == [SIMD3(1, 2, 3), SIMD3(-1, -2, -3)])
    let returns = text.replacing("\n", with: "\r\n")
    #expect(try PLYFile.decode(Array(returns.utf8), file: "a").points.count == 2)
  }

  @Test(arguments: [
    "text", "little", "big", "faces-first", "faces-first-text", "double", "trimesh",
  ])
  func `what other programs have written is read exactly`(name: String) throws {
    let cloud = try DepthFile.read(at: RecordedMedia.path(name + ".ply"))
    #expect(cloud.points == RecordedMedia.points)
  }

  @Test(arguments: ["little", "big", "faces-first", "double", "text"])
  func `a file that ends before its points do is refused, wherever it ends`(name: String) throws {
    let bytes = try RecordedMedia.contents(of: name + ".ply")
    let points = PLYFile.encode(RecordedMedia.points)
    // What follows the points is not looked at.
    let tail = name == "faces-first" || name == "double" ? 0 : name == "text" ? 18 : 26
    for bytes in [bytes.dropLast(tail), points[...]] {
      for length in bytes.indices.dropLast(name == "text" ? 5 : 0) {
        #expect(
          failure { () throws(CaptureError) in
            try PLYFile.decode(Array(bytes[..<length]), file: "a")
          } != nil, "\(name) cut to \(length) bytes")
      }
    }
  }

  @Test(arguments: [
    ("ascii", "utf8", CaptureError.Code.malformedFile, "line 2"),
    ("1.0", "2.0", .malformedFile, "line 2"),
    ("vertex 2", "vertex -2", .malformedFile, "line 4: expected a count of vertex"),
    ("vertex 2", "vertex 99999999999999999999", .malformedFile, "line 4"),
    ("vertex 2", "vertex 99999999999", .budgetExceeded, "99999999999"),
    ("vertex 2", "vertex 16000000", .truncatedFile, "16000000 of vertex"),
    ("vertex 2", "point 2", .unsupportedFile, "element vertex"),
    ("float z", "float w", .unsupportedFile, "one \"z\""),
    ("float z", "float x", .unsupportedFile, "found several"),
    ("float z", "list uchar float z", .unsupportedFile, "lists"),
    ("float z", "list float float z", .malformedFile, "line 8"),
    ("float z", "half z", .malformedFile, "line 8: expected a property"),
    ("end_header", "end_heder", .malformedFile, "line 9: expected a line of a PLY header"),
    ("end_header\n1 2 255 3\n-1 -2 0 -3\n", "", .truncatedFile, "end_header"),
    ("format ascii 1.0\n", "", .malformedFile, "no line \"format\""),
    ("-1 -2 0 -3", "-1 -2 0", .malformedFile, "line 11: expected 4 numbers, found 3"),
    ("-1 -2 0 -3", "-1 two 0 -3", .malformedFile, "line 11: expected a number, found \"two\""),
    ("-1 -2 0 -3\n", "", .truncatedFile, "2"),
    ("element vertex", "element nothing 9223372036854775807\nelement vertex", .unsupportedFile, ""),
    ("ply", "plx", .unsupportedFile, "expected a PLY file"),
  ])
  func `a wrong file is refused with its line`(
    place: String, replacement: String, code: CaptureError.Code, says: String
  ) throws {
    let text = Self.header + "1 2 255 3\n-1 -2 0 -3\n"
    let wrong = text.replacing(place, with: replacement, maxReplacements: 1)
    try #require(wrong != text)
    let error = failure { () throws(CaptureError) in
      try PLYFile.decode(Array(wrong.utf8), file: "a")
    }
    if code == .unsupportedFile && says.isEmpty {
      #expect(error == nil)
    } else {
      #expect(error?.code == code, "\(String(describing: error))")
      #expect(error?.message.contains(says) == true, "\(String(describing: error))")
    }
  }

  @Test func `a list with a length below zero is refused`() throws {
    let text = """
      ply
      format binary_little_endian 1.0
      element face 1
      property list char uchar vertex_indices
      element vertex 1
      property float x
      property float y
      property float z
      end_header

      """
    let bytes = Array(text.utf8) + [0xFF] + [UInt8](repeating: 0, count: 300)
    let error = failure { () throws(CaptureError) in try PLYFile.decode(bytes, file: "a") }
    #expect(error?.code == .malformedFile)
  }

  @Test func `points of any types and orders are found, as a sweep shows`() throws {
    var generator = SeededGenerator(seed: 3)
    let types: [(String, Int)] = [("char", 1), ("short", 2), ("int", 4), ("double", 8)]
    for _ in 0..<60 {
      let isBig = Bool.random(using: &generator)
      let names = ["x", "y", "z", "a", "b"].shuffled(using: &generator)
      let kinds = names.map { _ in types.randomElement(using: &generator) ?? types[0] }
      let count = Int.random(in: 0...9, using: &generator)
      var body: [UInt8] = []
      var expected: [SIMD3<Float>] = []
      for _ in 0..<count {
        var point = SIMD3<Float>()
        for (name, kind) in zip(names, kinds) {
          let value = Int.random(in: -100...100, using: &generator)
          if let axis = ["x", "y", "z"].firstIndex(of: name) { point[axis] = Float(value) }
          let bits =
            kind.0 == "double" ? Double(value).bitPattern : UInt64(bitPattern: Int64(value))
          let little = (0..<kind.1).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
          body += isBig ? little.reversed() : little
        }
        expected.append(point)
      }
      let properties = zip(names, kinds).map { "property \($1.0) \($0)\n" }.joined()
      let text =
        "ply\nformat binary_\(isBig ? "big" : "little")_endian 1.0\nelement vertex \(count)\n"
        + properties + "end_header\n"
      let points = try PLYFile.decode(Array(text.utf8) + body, file: "a").points
      #expect(points == expected, "\(text)")
    }
  }
}

struct PCDFileTests {
  private static let text = """
    # .PCD v0.7
    VERSION 0.7
    FIELDS x y z
    SIZE 4 4 4
    TYPE F F F
    COUNT 1 1 1
    WIDTH 2
    HEIGHT 1
    VIEWPOINT 0 0 0 1 0 0 0
    POINTS 2
    DATA ascii
    0 0.5 1
    -1 nan 2

    """

  @Test func `points of a text are read`() throws {
    let points = try PCDFile.decode(Array(Self.text.utf8), file: "a").points
    #expect(points.count == 2)
    #expect(points[0] == SIMD3(0, 0.5, 1))
    #expect(points[1].y.isNaN)
  }

  @Test func `what the Point Cloud Library lays down is read exactly`() throws {
    let binary = try DepthFile.read(at: RecordedMedia.path("binary.pcd")).points
    #expect(binary == RecordedMedia.points)
    let text = try #require(try DepthFile.read(at: RecordedMedia.path("text.pcd")).points)
    #expect(text.dropFirst() == RecordedMedia.points.dropFirst())
    #expect(text[0].x.isNaN && text[0].z == 0.125)
  }

  @Test func `a compressed file is refused with the tool that converts it`() throws {
    let bytes = try RecordedMedia.contents(of: "compressed.pcd")
    let error = failure { () throws(CaptureError) in try PCDFile.decode(bytes, file: "a") }
    #expect(error?.code == .unsupportedFile)
    #expect(error?.message.contains("pcl_convert_pcd_ascii_binary") == true)
  }

  @Test func `a file that ends before its points do is refused, wherever it ends`() throws {
    let bytes = try RecordedMedia.contents(of: "binary.pcd")
    for length in bytes.indices {
      #expect(
        failure { () throws(CaptureError) in
          try PCDFile.decode(Array(bytes[..<length]), file: "a")
        } != nil, "cut to \(length) bytes")
    }
  }

  @Test(arguments: [
    ("FIELDS x y z", "FIELDS x y", CaptureError.Code.malformedFile, "2, 3, 3 and 3"),
    ("FIELDS x y z", "FIELDS x y w", .unsupportedFile, "one \"z\""),
    ("SIZE 4 4 4", "SIZE 4 4 3", .malformedFile, "a type, a size and a count of \"z\""),
    ("COUNT 1 1 1", "COUNT 1 1 2", .unsupportedFile, "one number a coordinate"),
    ("COUNT 1 1 1", "COUNT 1 1 0", .malformedFile, "F, 4 and 0"),
    ("WIDTH 2", "WIDTH 3", .malformedFile, "WIDTH · HEIGHT = 3"),
    ("WIDTH 2", "WIDTH -2", .malformedFile, "WIDTH and HEIGHT"),
    ("WIDTH 2\nHEIGHT 1", "WIDTH 9999999999\nHEIGHT 9999999999", .malformedFile, "WIDTH"),
    ("POINTS 2\n", "POINTS 2\nPOINTS 2\n", .malformedFile, "line 11"),
    ("DATA ascii", "DATA octal", .malformedFile, "DATA ascii or DATA binary"),
    ("DATA ascii\n0 0.5 1\n-1 nan 2\n", "", .truncatedFile, "line DATA"),
    ("-1 nan 2", "-1 non 2", .malformedFile, "line 13: expected a number, found \"non\""),
    ("-1 nan 2\n", "", .truncatedFile, "2 points"),
    ("VIEWPOINT", "VIEWPIONT", .malformedFile, "line 9"),
  ])
  func `a wrong file is refused`(
    place: String, replacement: String, code: CaptureError.Code, says: String
  ) throws {
    let wrong = Self.text.replacing(place, with: replacement, maxReplacements: 1)
    try #require(wrong != Self.text)
    let error = failure { () throws(CaptureError) in
      try PCDFile.decode(Array(wrong.utf8), file: "a")
    }
    #expect(error?.code == code, "\(String(describing: error))")
    #expect(error?.message.contains(says) == true, "\(String(describing: error))")
  }

  @Test func `counts beyond the file are refused before memory is taken`() {
    let many = Self.text.replacing("WIDTH 2", with: "WIDTH 16000000")
      .replacing("POINTS 2", with: "POINTS 16000000")
    for text in [many, many.replacing("ascii", with: "binary")] {
      #expect(
        code { () throws(CaptureError) in try PCDFile.decode(Array(text.utf8), file: "a") }
          == .truncatedFile)
    }
    let more = many.replacing("16000000", with: "17000000000")
    #expect(
      code { () throws(CaptureError) in try PCDFile.decode(Array(more.utf8), file: "a") }
        == .budgetExceeded)
  }
}

struct ForeignFormatTests {
  @Test(arguments: [
    (Array("#ROSBAG V2.0\n".utf8), "a ROS bag", "rs-convert"),
    ([0x1A, 0x45, 0xDF, 0xA3] as [UInt8], "Matroska", "ffmpeg"),
    ([0, 0, 0, 24] + Array("ftypheic".utf8), "a HEIC image", "heif-convert"),
    (Array("BM123".utf8), "a BMP image", "magick"),
    ([0x80, 4, 0x95] as [UInt8], "pickle, which is never loaded", "numpy.save"),
    ([0x89] + Array("HDF\r\n\u{1A}\n".utf8), "an HDF5 file", "numpy.save"),
  ])
  func `what is left to other programs is answered with the program`(
    bytes: [UInt8], name: String, tool: String
  ) throws {
    let errors = [
      failure { () throws(CaptureError) in try DepthFile.decode(bytes, file: "a.png") },
      failure { () throws(CaptureError) in try ImageFile.decode(bytes, file: "a.png") },
    ]
    for error in errors {
      #expect(error?.code == .unsupportedImage)
      #expect(error?.message.contains(name) == true, "\(String(describing: error))")
      #expect(error?.message.contains(tool) == true, "\(String(describing: error))")
    }
  }

  @Test func `neither an empty file nor noise is depth`() {
    #expect(
      code { () throws(CaptureError) in try DepthFile.decode([], file: "a") } == .truncatedImage)
    #expect(
      code { () throws(CaptureError) in try DepthFile.decode([1, 2, 3], file: "a") }
        == .unsupportedImage)
    #expect(
      code { () throws(CaptureError) in try ImageFile.decode(Array("1 2".utf8), file: "a") }
        == .unsupportedImage)
  }
}

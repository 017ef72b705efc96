import LivenessMedia
import TestSupport
import Testing

private func decode(
  _ text: String, size: (width: Int, height: Int)? = nil, budget: MediaBudget = .standard
) throws(CaptureError) -> DecodedDepth {
  try TableFile.decode(Array(text.utf8), size: size, file: "table", budget: budget)
}

extension DecodedDepth {
  /// The map; `nil` where the file holds points.
  var map: DecodedImage? { if case .map(let image) = self { image } else { nil } }
  /// The points; `nil` where the file holds a map.
  var points: [SIMD3<Float>]? { if case .cloud(let cloud) = self { cloud.points } else { nil } }
}

struct TableFileTests {
  @Test func `a matrix is one row of the picture a line`() throws {
    for text in ["1,2\n3,4.5", "1;2\r\n3; 4.5\r\n", "1\t2\n\n3\t4.5\n", " 1 2\n# x\n3  4.5\n"] {
      let image = try #require(try decode(text).map)
      #expect(image.width == 2 && image.height == 2)
      #expect(image.samples == .float32([1, 2, 3, 4.5]))
    }
    let holes = try #require(try decode("1,,nan\n,2,-inf", size: (3, 2)).map)
    #expect(
      holes.samples.bits
        == DecodedImage.Samples.float32([1, .nan, .nan, .nan, 2, -.infinity]).bits)
  }

  @Test func `named columns list pixels, in any order`() throws {
    let list = try #require(try decode("depth,conf,Y,X\n5,1,0,1\n7,1,2,0\n", size: (2, 3)).map)
    #expect(list.width == 2 && list.height == 3)
    let expected: [Float] = [.nan, 5, .nan, .nan, 7, .nan]
    #expect(list.samples.bits == DecodedImage.Samples.float32(expected).bits)
    let free = try #require(try decode("# u v z\n1 0 5\n").map)
    #expect(free.width == 2 && free.height == 1)
  }

  @Test func `three columns list pixels or points`() throws {
    let pixels = try #require(try decode("0 1 500\n2 0 600\n").map)
    #expect(pixels.width == 3 && pixels.height == 2)
    #expect(try decode("0 -0.5 1\n2 0 3\n").points == [SIMD3(0, -0.5, 1), SIMD3(2, 0, 3)])
    #expect(try decode("x,y,z\n0,1,2\n").points == [SIMD3(0, 1, 2)])
    let matrix = try #require(try decode("0 1 500\n2 0 600\n", size: (3, 2)).map)
    #expect(matrix.samples == .float32([0, 1, 500, 2, 0, 600]))
  }

  @Test func `what NumPy has written is read exactly`() throws {
    let metres = DecodedImage.Samples.float32(RecordedMedia.metres).bits
    let raw = DecodedImage.Samples.grey16(RecordedMedia.raw).bits
    for (name, bits) in [
      ("matrix.csv", metres), ("matrix.tsv", raw), ("matrix-blanks.txt", metres),
    ] {
      let image = try #require(try DepthFile.read(at: RecordedMedia.path(name)).map)
      #expect(image.width == 7 && image.height == 5, "\(name)")
      #expect(image.samples.bits == bits, "\(name)")
    }
    let image = try #require(try DepthFile.read(at: RecordedMedia.path("pixels.csv")).map)
    let expected = (0..<35).map { index -> Float in
      (index % 7 + index / 7) % 3 == 0 ? .nan : Float(RecordedMedia.raw[index])
    }
    #expect(image.samples.bits == DecodedImage.Samples.float32(expected).bits)
    #expect(
      try DepthFile.read(at: RecordedMedia.path("points.xyz")).points == RecordedMedia.points)
  }

  @Test(arguments: [
    (
      "1,2\n3,x\n", CaptureError.Code.malformedFile,
      "line 2, column 2: expected a number, found \"x\""
    ),
    ("1,2\n3\n", .malformedFile, "line 2: expected 2 columns as in the first row, found 1"),
    ("1,2\n\n3,4,5\n", .malformedFile, "line 3: expected 2 columns"),
    ("a,b\n1,2\n", .unsupportedFile, "line 1: expected a row of numbers, or columns named"),
    ("x,y,depth\n0,0,1\n0.5,0,1\n", .malformedFile, "line 3: expected a pixel's column and row"),
    ("x,y,depth\n0,0,1\n-1,0,1\n", .malformedFile, "line 3"),
    ("x,y,depth\n0,0,1\n0,0,2\n", .malformedFile, "line 3: expected each pixel once, found (0, 0)"),
    ("x,y,depth\n4,0,1\n", .malformedFile, "line 2: expected a pixel within 4 × 3, found (4, 0)"),
    ("", .truncatedFile, "no rows"), ("# x\n\n", .truncatedFile, "no rows"),
    ("1,2,3,4\n", .wrongSize, "found 4 × 1"), ("1,2\n1e999,x", .malformedFile, "column 2"),
    ("x,y,depth\n0,0,\(String(repeating: "9", count: 80))\n", .malformedFile, "line 2, column 3"),
  ])
  func `Row 1.09: a wrong row is named by its line`(
    text: String, code: CaptureError.Code, says: String
  ) throws {
    let error = try #require(
      failure { () throws(CaptureError) in try decode(text, size: (4, 3)) })
    #expect(error.code == code, "\(error)")
    #expect(error.message.contains(says), "\(error)")
  }

  @Test func `budgets hold`() {
    let budget = MediaBudget(fileBytes: 100, imagePixels: 3, cloudPoints: 1)
    for text in ["1 2\n3 4\n", "0.5 1 2\n3 4 5\n", "9999999 9999999 1\n", "x y depth\n1 1 1"] {
      #expect(
        code { () throws(CaptureError) in try decode(text, budget: budget) } == .budgetExceeded)
    }
  }

  @Test(arguments: [",", " "]) func `a line with far too many cells is refused`(
    separator: String
  ) {
    let line = String(repeating: "1" + separator, count: 1 << 20 | 1) + "1\n"
    #expect(code { () throws(CaptureError) in try decode(line) } == .budgetExceeded)
  }

  @Test func `numbers are read as the standard library reads them, as a sweep shows`() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<40 {
      let values = (0..<12).map { _ -> Double in
        let power = Int.random(in: -8...8, using: &generator)
        let value = Double.random(in: -9...9, using: &generator)
        return power == 0
          ? value.rounded() : value * Double(sign: .plus, exponent: power, significand: 1)
      }
      let text = (0..<3).map { row in
        (0..<4).map { "\(values[4 * row + $0])" }.joined(separator: ",")
      }.joined(separator: "\n")
      let image = try #require(try decode(text).map)
      #expect(image.samples == .float32(values.map { Float($0) }), "\(text)")
    }
  }
}

import LivenessSensing
import TestSupport
import Testing

@testable import LivenessMedia

/// Luma and chroma apart against libjpeg's own colours, to the bit.
struct ChromaPlanesTests {
  private static let sizes = [(16, 16), (18, 16), (16, 20), (34, 42), (64, 48), (132, 98)]

  /// A colour picture with edges and grain, as a JPEG file.
  private func file(_ width: Int, _ height: Int, quality: Int = 90) throws -> [UInt8] {
    var random = SeededGenerator(seed: UInt64(width * 1000 + height))
    let pixels = (0..<width * height).flatMap { index -> [UInt8] in
      let (x, y) = (index % width, index / width)
      let isBright = (x / 7 + y / 5).isMultiple(of: 2)
      return [
        isBright ? 250 : 3, UInt8(truncatingIfNeeded: 4 * x),
        UInt8.random(in: 0...255, using: &random),
      ]
    }
    return try JPEGFile.encode(
      width: width, height: height, channels: 3, pixels: pixels, quality: quality)
  }

  /// The colours as libjpeg computes them itself.
  private func colors(of bytes: [UInt8]) throws -> [UInt8] {
    guard case .rgb8(let pixels) = try JPEGFile.decode(bytes, file: "a.jpg").samples else {
      throw CancellationError()
    }
    return pixels
  }

  @Test(arguments: sizes)
  func `colours come out as libjpeg computes them`(width: Int, height: Int) throws {
    let bytes = try file(width, height)
    let planes = try #require(try JPEGFile.planes(of: bytes, file: "a.jpg", budget: .standard))
    let frame = ImageFrame(planes)
    let expected = try colors(of: bytes)
    #expect(frame.pixels == expected)
    #expect((frame.width, frame.height, frame.channels) == (width, height, 3))
    #expect(frame.modality == .color)
    #expect(frame.interleaved.pixels == expected)
    #expect(frame[width - 1, height - 1, 2] == expected[expected.count - 1])
  }

  @Test(arguments: [
    ("full", true), ("half-columns", true), ("half", true), ("progressive", true), ("rgb", false),
  ])
  func `a photo has the recorded colours, however its chroma is stored`(
    name: String, hasPlanes: Bool
  ) throws {
    let path = RecordedMedia.path("chroma-\(name).jpg")
    let frame = try ImageFile.photo(at: path)
    guard
      case .rgb8(let expected) = try ImageFile.read(at: RecordedMedia.path("chroma-\(name).npy"))
        .samples
    else { throw CancellationError() }
    #expect(frame.pixels == expected)
    let bytes = try RecordedMedia.contents(of: "chroma-\(name).jpg")
    let planes = try JPEGFile.planes(of: bytes, file: path, budget: .standard)
    #expect((planes != nil) == hasPlanes)
  }

  @Test func `any columns of any row are those of the whole picture`() throws {
    let bytes = try file(66, 40)
    let expected = try colors(of: bytes)
    let planes = try #require(try JPEGFile.planes(of: bytes, file: "a.jpg", budget: .standard))
    let frame = ImageFrame(planes)
    var random = SeededGenerator(seed: 5)
    for _ in 0..<300 {
      let row = Int.random(in: 0..<40, using: &random)
      let first = Int.random(in: 0...66, using: &random)
      let columns = first..<Int.random(in: first...66, using: &random)
      let start = 3 * (66 * row)
      #expect(
        frame.samples(row: row, columns: columns)
          == Array(expected[start + 3 * columns.lowerBound..<start + 3 * columns.upperBound]),
        "row \(row), columns \(columns)")
      let single = (0..<4).map { _ in Int.random(in: 0..<66, using: &random) }
      let colors = single.map { frame.samples(row: row, columns: $0..<$0 + 1) }
      #expect(
        frame.samples(row: row, columns: single) == Array(colors.joined()),
        "row \(row), columns \(single)")
    }
  }

  @Test func `samples without chroma are grey, and full chroma is a colour of its own`() {
    let grey = ChromaPlanes(
      width: 2, height: 1, sampling: .full, samples: [7, 200, 128, 128, 128, 128])
    #expect(ImageFrame(grey).pixels == [7, 7, 7, 200, 200, 200])
    let red = ChromaPlanes(width: 1, height: 1, sampling: .full, samples: [76, 85, 255])
    #expect(ImageFrame(red).pixels == [254, 0, 0])
  }

  @Test func `chroma between two samples is three parts of the nearer and one of the farther`() {
    let planes = ChromaPlanes(
      width: 4, height: 1, sampling: .halfColumns,
      samples: [100, 100, 100, 100, 128, 128, 128, 192])
    // Of red: 128, 144, 176, 192.
    #expect(
      stride(from: 0, to: 12, by: 3).map { ImageFrame(planes).pixels[$0] } == [100, 122, 167, 190])
  }

  @Test func `a photo that is turned, grey, tiny or of odd sides has no planes`() throws {
    let tiny = try file(15, 40)
    let grey = try JPEGFile.encode(
      width: 40, height: 30, channels: 1, pixels: [UInt8](repeating: 9, count: 1200))
    for bytes in [tiny, grey, try file(67, 40), try file(66, 41)] {
      #expect(try JPEGFile.planes(of: bytes, file: "a.jpg", budget: .standard) == nil)
    }
    // An Exif block that says: turned right.
    let exif: [UInt8] =
      [0xFF, 0xE1, 0, 34] + Array("Exif\0\0MM".utf8)
      + [0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]
    let upright = try file(40, 30)
    let turned = Array(upright[..<2]) + exif + Array(upright[2...])
    #expect(try JPEGFile.decode(turned, file: "a.jpg").width == 30)
    #expect(try JPEGFile.planes(of: turned, file: "a.jpg", budget: .standard) == nil)
  }

  @Test func `a file that ends early, is too large or is none is the same error as ever`() throws {
    let bytes = try file(132, 98)
    let small = MediaBudget(fileBytes: 1 << 20, imagePixels: 1000)
    let broken = [Array(bytes[..<(bytes.count / 2)]), Array(bytes[..<40]), [], [1, 2, 3]]
    for (bytes, budget) in broken.map({ ($0, MediaBudget.standard) }) + [(bytes, small)] {
      let expected = #expect(throws: CaptureError.self) {
        try JPEGFile.decode(bytes, file: "a.jpg", budget: budget)
      }
      let found = #expect(throws: CaptureError.self) {
        try JPEGFile.planes(of: bytes, file: "a.jpg", budget: budget)
      }
      #expect(found?.code == expected?.code)
    }
  }
}

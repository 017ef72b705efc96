import LivenessLayers
import LivenessSensing
import LivenessTensors
import TestSupport
import Testing

@testable import LivenessFaces

struct FaceDetectorModelTests {
  /// A dark image with bright squares of 8 pixels a side, each at a column and a row.
  private func image(_ width: Int, _ height: Int, squares: [(x: Int, y: Int)]) throws -> ImageFrame
  {
    var pixels = [UInt8](repeating: 0, count: width * height)
    for square in squares {
      for y in square.y..<square.y + 8 {
        for x in square.x..<square.x + 8 { pixels[y * width + x] = 255 }
      }
    }
    return try ImageFrame(width: width, height: height, pixels: pixels)
  }

  @Test func `a bright square is found where it is`() throws {
    let detector = try BrightSquare.file().detector()
    let faces = try detector.faces(in: image(64, 64, squares: [(16, 24)]))
    #expect(faces.map(\.box) == [FaceBox(x: 16, y: 24, width: 8, height: 8)])
    #expect(abs(faces[0].score - 1) < 1e-6)
    #expect(try detector.faces(in: image(64, 64, squares: [])).isEmpty)
  }

  @Test func `a small image is enlarged and its boxes brought back to it`() throws {
    var pixels = [UInt8](repeating: 0, count: 32 * 16)
    for y in 4..<8 { for x in 8..<16 { pixels[y * 32 + x] = 255 } }
    let frame = try ImageFrame(width: 32, height: 16, pixels: pixels)
    let detector = try BrightSquare.file().detector(
      options: FaceDetectorOptions(scoreThreshold: 0.01))
    let faces = try detector.faces(in: frame)
    #expect(Set(faces.map(\.box.x)) == [8, 12])
    #expect(Set(faces.map(\.box.y)) == [4])
    #expect(faces.allSatisfy { $0.box.width == 4 && $0.box.height == 4 })
  }

  @Test func `Row 5.08: thresholds, the smallest face and the count are options`() throws {
    let frame = try image(64, 64, squares: [(0, 0), (32, 32), (48, 8)])
    func count(_ options: FaceDetectorOptions) throws -> Int {
      try BrightSquare.file().detector(options: options).faces(in: frame).count
    }
    #expect(try count(FaceDetectorOptions()) == 3)
    #expect(try count(FaceDetectorOptions(maximumFaces: 2)) == 2)
    #expect(try count(FaceDetectorOptions(minimumFaceSize: 8)) == 3)
    #expect(try count(FaceDetectorOptions(minimumFaceSize: 8.5)) == 0)
    #expect(try count(FaceDetectorOptions(scoreThreshold: 1)) == 0)
  }

  @Test(arguments: [
    FaceDetectorOptions(scoreThreshold: 1.5), FaceDetectorOptions(overlapThreshold: -0.1),
    FaceDetectorOptions(minimumFaceSize: .nan), FaceDetectorOptions(maximumFaces: 0),
    FaceDetectorOptions(resolution: 5), FaceDetectorOptions(resolution: 320),
  ])
  func `an option that makes no sense is refused`(options: FaceDetectorOptions) throws {
    #expect(throws: FaceDetectionError.self) {
      try BrightSquare.file().detector(options: options)
    }
  }

  @Test func `an image that cannot be searched is an error and never without a face`() throws {
    let detector = try BrightSquare.file().detector()
    #expect(
      throws: FaceDetectionError.imageSize(
        expected: "sides of at least 8 pixels, before and after resizing, and no sliver",
        width: 1, height: 1)
    ) { try detector.faces(in: ImageFrame(width: 1, height: 1, pixels: [0])) }
    #expect(throws: FaceDetectionError.self) {
      try detector.faces(
        in: ImageFrame(width: 16384, height: 9, pixels: [UInt8](repeating: 0, count: 16384 * 9)))
    }
    #expect(throws: FrameError.self) { try ImageFrame(width: 30000, height: 30000, pixels: []) }
  }

  @Test func `outputs that differ at the size of an image are an error and no boxes`() throws {
    // At 32 pixels scores and boxes have 16 rows; at 33 there are 17 of the boxes.
    var file = BrightSquare.file(
      card: BrightSquare.card
        .replacing("\"height\": 64, \"width\": 64", with: "\"height\": 32, \"width\": 32")
        .replacing(
          "\"fit\", \"place\": \"corner\"", with: "\"limit\", \"side\": 64, \"multiple\": 1"
        )
        .replacing(
          "\"channels\": 1, \"kernel\": [8, 8], \"stride\": [8, 8]",
          with: "\"channels\": 1, \"kernel\": [2, 2], \"stride\": [2, 2]"
        )
        .replacing(
          "\"channels\": 4, \"kernel\": [8, 8], \"stride\": [8, 8]",
          with: "\"channels\": 4, \"kernel\": [1, 1], \"stride\": [2, 2]"
        )
        .replacing("{\"stride\": 8, ", with: "{\"stride\": 2, "))
    file.tensors["score.weight"] = Tensor(shape: [1, 1, 2, 2])
    file.tensors["box.weight"] = Tensor(shape: [4, 1, 1, 1])
    file.record(
      Tensor(shape: [1, 1, 32, 32]),
      [
        "scores": Tensor(shape: [1, 1, 16, 16], repeating: -20),
        "boxes": Tensor(shape: [1, 4, 16, 16]),
      ])
    let detector = try file.detector()
    #expect(try detector.faces(in: image(32, 32, squares: [])).isEmpty)
    for (width, height) in [(33, 33), (32, 33), (33, 32)] {
      let error = #expect(throws: FaceDetectionError.self) {
        try detector.faces(in: image(width, height, squares: []))
      }
      guard case .imageSize(_, width, height) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }

  @Test func `a grey image is an error for a colour network unless that is asked for`() throws {
    var file = BrightSquare.file(
      card: BrightSquare.card
        .replacing("\"channels\": 1, \"height\"", with: "\"channels\": 3, \"height\"")
        .replacing("[\"grey\"]", with: "[\"blue\", \"green\", \"red\"]")
        .replacing("\"mean\": [0]", with: "\"mean\": [0, 0, 0]"))
    file.tensors["score.weight"] = Tensor(
      shape: [1, 3, 8, 8], scalars: [Float](repeating: 40.0 / 192, count: 192))
    file.tensors["box.weight"] = Tensor(shape: [4, 3, 8, 8])
    file.tensors["golden.input.image"] = Tensor(shape: [1, 3, 64, 64])
    let frame = try image(64, 64, squares: [(16, 24)])
    #expect(throws: FaceDetectionError.channels(expected: 3, found: 1)) {
      try file.detector().faces(in: frame)
    }
    let detector = try file.detector(options: FaceDetectorOptions(takesGreyAsColor: true))
    #expect(try detector.faces(in: frame).count == 1)
  }

  @Test func `a colour image is shown to a grey network by the lightness of its colours`() throws {
    let colors: [[UInt8]] = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]]
    let frame = try ImageFrame(
      width: 64, height: 64, channels: 3,
      pixels: (0..<64 * 64).flatMap { colors[$0 % 4] }, modality: .color)
    let input = try DetectorInput(
      ModelCard(parsing: BrightSquare.card), options: FaceDetectorOptions())
    let tensor = try input.tensor(of: frame, plan: input.size.plan(width: 64, height: 64))
    for (found, expected) in zip(tensor.scalars, [0.299, 0.587, 0.114, 1] as [Float]) {
      #expect(abs(found - expected) < 1e-6)
    }
    #expect(try BrightSquare.file().detector().faces(in: frame).isEmpty)
  }

  @Test func `the channels come in the order that the file says`() throws {
    var card = BrightSquare.card
      .replacing("\"channels\": 1, \"height\"", with: "\"channels\": 3, \"height\"")
      .replacing("[\"grey\"]", with: "[\"blue\", \"red\", \"green\"]")
      .replacing("\"mean\": [0]", with: "\"mean\": [1, 2, 3]")
    card.replace("\"scale\": 0.00392156862745098", with: "\"scale\": 0.5")
    let input = try DetectorInput(ModelCard(parsing: card), options: FaceDetectorOptions())
    let frame = try ImageFrame(
      width: 64, height: 64, channels: 3,
      pixels: (0..<64 * 64).flatMap { _ in [10, 20, 30] as [UInt8] }, modality: .color)
    let tensor = try input.tensor(of: frame, plan: input.size.plan(width: 64, height: 64))
    #expect(tensor.scalars[0] == 14.5)
    #expect(tensor.scalars[64 * 64] == 4)
    #expect(tensor.scalars[2 * 64 * 64] == 8.5)
  }

  @Test func `points and attributes come from heads of their own`() throws {
    var file = BrightSquare.file(
      card: BrightSquare.card
        .replacing("\"outputs\": [", with: "\"outputs\": [\"points\", \"eyes\", ")
        .replacing(
          "\"steps\": [",
          with: "\"steps\": [{\"op\": \"convolution\", \"from\": [\"image\"], \"to\": \"points\", "
            + "\"weight\": \"point.weight\", \"bias\": \"point.bias\", \"channels\": 2, "
            + "\"kernel\": [8, 8], \"stride\": [8, 8]}, {\"op\": \"convolution\", "
            + "\"from\": [\"image\"], \"to\": \"eyes\", \"weight\": \"eye.weight\", "
            + "\"channels\": 1, \"kernel\": [8, 8], \"stride\": [8, 8]},"
        )
        .replacing(
          "\"boxes\": \"boxes\"",
          with: "\"boxes\": \"boxes\", \"landmarks\": \"points\", \"attributes\": \"eyes\""
        )
        .replacing(
          "\"score\": \"sigmoid\"",
          with: "\"score\": \"sigmoid\", \"landmarks\": [\"nose-tip\"], "
            + "\"attributes\": [\"eyes-closed\"]"))
    file.tensors["point.weight"] = Tensor(shape: [2, 1, 8, 8])
    file.tensors["point.bias"] = Tensor(shape: [2], scalars: [0.25, -0.5])
    file.tensors["eye.weight"] = Tensor(shape: [1, 1, 8, 8])
    let detector = try file.detector()
    #expect(detector.landmarkNames == ["nose-tip"])
    #expect(detector.attributeNames == ["eyes-closed"])
    let face = try #require(try detector.faces(in: image(64, 64, squares: [(16, 24)])).first)
    // The centre of the anchor, (20, 28), and a quarter of its side to the right, half of it up.
    #expect(face.landmarks == [SIMD2(21.5, 23.5)])
    #expect(face.attributes == [0.5])
  }

  @Test func `the faces are the same for every number of threads`() throws {
    let frame = try image(64, 48, squares: [(0, 0), (32, 32)])
    let detector = try BrightSquare.file().detector()
    let single = try detector.faces(in: frame, threads: 1)
    #expect(single.count == 2)
    #expect(try detector.faces(in: frame, threads: 3) == single)
  }
}

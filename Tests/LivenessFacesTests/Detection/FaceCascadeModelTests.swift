import LivenessLayers
import LivenessSensing
import LivenessTensors
import TestSupport
import Testing

@testable import LivenessFaces

struct FaceCascadeModelTests {
  /// A dark image with bright squares.
  private func image(
    _ width: Int, _ height: Int, squares: [FaceBox], channels: Int = 3
  ) throws -> ImageFrame {
    var pixels = [UInt8](repeating: 0, count: width * height * channels)
    for square in squares {
      for y in Int(square.y)..<Int(square.y + square.height) {
        for x in Int(square.x)..<Int(square.x + square.width) {
          for channel in 0..<channels { pixels[(y * width + x) * channels + channel] = 255 }
        }
      }
    }
    return try ImageFrame(
      width: width, height: height, channels: channels, pixels: pixels,
      modality: channels == 3 ? .color : Modality(rawValue: "grey"))
  }

  private func square(_ x: Double, _ y: Double, _ side: Double) -> FaceBox {
    FaceBox(x: x, y: y, width: side, height: side)
  }

  /// The face that a bright square stands for.
  private func around(_ square: FaceBox) -> FaceBox {
    FaceBox(
      x: square.x - square.width / 4, y: square.y - square.height / 4, width: 1.5 * square.width,
      height: 1.5 * square.height)
  }

  /// What two boxes share of what they cover together.
  private func overlap(_ a: FaceBox, _ b: FaceBox) -> Double {
    let width = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    let height = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    let common = max(0, width) * max(0, height)
    return common / (a.width * a.height + b.width * b.height - common)
  }

  @Test func `bright squares of any size are found where they are`() throws {
    let squares = [square(20, 30, 34), square(100, 20, 24), square(80, 70, 50)]
    let faces = try CascadeFile.detector().faces(in: image(160, 150, squares: squares))
    for square in squares {
      let best = faces.map { overlap($0.box, around(square)) }.max() ?? 0
      #expect(best > 0.6, "\(square): \(faces.map(\.box))")
    }
    for face in faces {
      #expect(squares.contains { overlap(around($0), face.box) > 0.3 }, "\(face.box)")
      #expect((0.5...1).contains(face.score))
    }
    #expect(zip(faces, faces.dropFirst()).allSatisfy { $0.score >= $1.score })
    #expect(try CascadeFile.detector().faces(in: image(160, 150, squares: [])).isEmpty)
  }

  @Test func `the third network moves the edges and marks the points of the square that it saw`()
    throws
  {
    let one = try image(120, 100, squares: [square(50, 30, 48)])
    let options = FaceDetectorOptions(maximumFaces: 1)
    let plain = try #require(CascadeFile.detector(options: options).faces(in: one).first)
    let moved = try #require(
      CascadeFile.detector(offsets: [0.25, 0, 0, -0.5], options: options).faces(in: one).first)
    let side = plain.box.width + 1
    #expect(abs(moved.box.x - plain.box.x - 0.25 * side) < 1e-4)
    #expect(abs(moved.box.width - plain.box.width + 0.25 * side) < 1e-4)
    #expect(abs(moved.box.y - plain.box.y) < 1e-4)
    #expect(abs(moved.box.height - plain.box.height + 0.5 * side) < 1e-4)
    #expect(moved.landmarks == plain.landmarks)
    #expect(plain.landmarks.count == 1)
    #expect(abs(plain.landmarks[0].x - (plain.box.x + side / 2 - 1)) < 1e-4)
  }

  @Test
  func `Row 5.08: the thresholds of every stage, the smallest face and the count are options`()
    throws
  {
    let two = try image(120, 100, squares: [square(8, 8, 16), square(50, 30, 48)])
    func faces(_ options: FaceDetectorOptions) throws -> [DetectedFace] {
      try CascadeFile.detector(options: options).faces(in: two)
    }
    let all = try faces(FaceDetectorOptions())
    #expect(all.contains { $0.box.x < 30 } && all.contains { $0.box.x > 30 })
    let large = try faces(FaceDetectorOptions(minimumFaceSize: 50))
    #expect(!large.isEmpty && large.allSatisfy { $0.box.x > 30 && $0.box.width >= 50 })
    #expect(try faces(FaceDetectorOptions(maximumFaces: 1)).count == 1)
    for options in [
      FaceDetectorOptions(candidateThresholds: [1, 0.5]),
      FaceDetectorOptions(candidateThresholds: [0.5, 1]), FaceDetectorOptions(scoreThreshold: 1),
    ] {
      #expect(try faces(options).count < all.count, "\(options)")
    }
    // At 32 pixels along the longer side, a square of 16 is smaller than what the network looks at.
    let coarse = try faces(FaceDetectorOptions(resolution: 32))
    #expect(!coarse.isEmpty && coarse.allSatisfy { $0.box.width > 40 })
  }

  @Test(arguments: [
    FaceDetectorOptions(candidateThresholds: [0.5]),
    FaceDetectorOptions(candidateThresholds: [0.5, 1.5]), FaceDetectorOptions(scoreThreshold: -1),
    FaceDetectorOptions(minimumFaceSize: .nan),
  ])
  func `an option that makes no sense is refused`(options: FaceDetectorOptions) throws {
    #expect(throws: FaceDetectionError.self) { try CascadeFile.detector(options: options) }
  }

  @Test func `a detector of one stage has no thresholds for candidates`() throws {
    #expect(throws: FaceDetectionError.self) {
      try BrightSquare.file().detector(
        options: FaceDetectorOptions(candidateThresholds: [0.5, 0.5]))
    }
  }

  @Test func `an image that cannot be searched is an error and never without a face`() throws {
    let detector = try CascadeFile.detector()
    for (width, height) in [(1, 1), (11, 40), (40, 11), (2000, 30)] {
      let image = try image(width, height, squares: [])
      #expect(throws: FaceDetectionError.self, "\(width) × \(height)") {
        try detector.faces(in: image)
      }
    }
    let grey = try image(60, 60, squares: [square(10, 10, 30)], channels: 1)
    #expect(throws: FaceDetectionError.channels(expected: 3, found: 1)) {
      try detector.faces(in: grey)
    }
    let tolerant = try CascadeFile.detector(options: FaceDetectorOptions(takesGreyAsColor: true))
    let colored = try image(60, 60, squares: [square(10, 10, 30)])
    #expect(try tolerant.faces(in: grey) == detector.faces(in: colored))
  }

  @Test func `outputs that differ at the size of an image are an error and no boxes`() throws {
    // At 12 and 14 pixels a side both have as many places; at 61 there is one more of the boxes.
    let card = CascadeFile.card.replacing(
      "\"channels\": 4, \"kernel\": [12, 12], \"stride\": [2, 2]",
      with: "\"channels\": 4, \"kernel\": [11, 11], \"stride\": [2, 2]")
    #expect(card != CascadeFile.card)
    var file = CascadeFile.file(card: card)
    file.tensors["first.boxes.weight"] = Tensor(shape: [4, 3, 11, 11])
    let detector = try file.opened { try FaceCascadeModel(ModelFile($0)) }
    let error = #expect(throws: FaceDetectionError.self) {
      try detector.faces(in: image(60, 60, squares: [square(10, 10, 30)]))
    }
    guard case .imageSize(_, width: 61, height: 61) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `a number that is none is an error`() throws {
    var file = CascadeFile.file()
    // Finite for the dark golden input, and not for a bright one.
    file.tensors["first.boxes.weight"] = Tensor(
      shape: [4, 3, 12, 12], scalars: [Float](repeating: 3e38, count: 4 * 432))
    let detector = try file.opened { try FaceCascadeModel(ModelFile($0)) }
    #expect(throws: FaceDetectionError.notFinite(output: "first.boxes")) {
      try detector.faces(in: image(60, 60, squares: [square(10, 10, 30)]))
    }
  }

  @Test func `the faces are the same for every number of threads`() throws {
    let image = try image(160, 150, squares: [square(20, 30, 40), square(90, 80, 60)])
    let one = try CascadeFile.detector().faces(in: image, threads: 1)
    for threads in 2...3 {
      #expect(try CascadeFile.detector().faces(in: image, threads: threads) == one)
    }
  }

  @Test(arguments: [
    (#""kind": "face-cascade""#, #""kind": "face-detector""#, "kind"),
    (#"[0.5, 0.5, 0.5]"#, #"[0.5, 0.5]"#, "detection.score_thresholds"),
    (#"[0.5, 0.5, 0.5]"#, #"[0.5, 0.5, 2]"#, "detection.score_thresholds"),
    (#""pyramid_factor": 0.709"#, #""pyramid_factor": 1"#, "detection.pyramid_factor"),
    (#""longest_side": 640"#, #""longest_side": 1000000"#, "detection.longest_side"),
    (#""landmarks": ["middle"]"#, #""landmarks": ["a", "b"]"#, "architecture.third.outputs"),
    (
      #""to": "first.boxes""#, #""to": "first.edges""#,
      "architecture.first.outputs"
    ),
    (#""kernel": [12, 12], "stride": [2, 2]"#, #""kernel": [12, 12]"#, "architecture.first.steps"),
    (#""kernel": [6, 6], "stride": [1, 1]"#, #""kernel": [5, 5]"#, "architecture.second.steps"),
    (#""green""#, #""grün""#, "inputs.first.content"),
    (#""mean": [0, 0, 0]"#, #""mean": [0, 0]"#, "inputs[0].normalization.mean"),
  ])
  func `a member that is not as expected is told with its place`(
    text: String, replacement: String, path: String
  ) throws {
    let card = CascadeFile.card.replacing(text, with: replacement)
    #expect(card != CascadeFile.card)
    let error = #expect(throws: CheckpointError.self) { try CascadeFile.detector(card: card) }
    guard case .card(let found, _, _) = error else {
      Issue.record("expected an error of the card, found \(String(describing: error))")
      return
    }
    #expect(found == path)
  }

  @Test func `weights that do not reproduce the golden vector are refused`() throws {
    var file = CascadeFile.file()
    file.tensors["third.scores.bias"] = Tensor(shape: [2], scalars: [0, -179])
    #expect(throws: CheckpointError.self) {
      try file.opened { try FaceCascadeModel(ModelFile($0)) }
    }
  }

  @Test func `the pyramid begins where the smallest face fills a square, and shrinks`() throws {
    let rules = try CascadeFile.detector(options: FaceDetectorOptions(minimumFaceSize: 24)).rules
    let scales = rules.scales(width: 200, height: 100)
    #expect(scales[0] == 0.5)
    #expect(scales.count == 5)
    #expect(zip(scales, scales.dropFirst()).allSatisfy { abs($1 / $0 - 0.709) < 1e-12 })
    #expect(rules.scales(width: 6400, height: 6400)[0] == 0.1)
    #expect(rules.scales(width: 100, height: 23).isEmpty)
  }
}

import LivenessFaces
import LivenessSensing
import TestSupport
import Testing

@testable import Liveness

private func cancelThisTask() { unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } }

struct FaceBackgroundDetectorTests {
  /// A model that says the same of everything.
  private struct Constant: RegionModel {
    let confidence: Double
    func liveConfidence(of picture: RegionPicture) -> Double { confidence }
  }

  private struct Broken: RegionModel, Error {
    func liveConfidence(of picture: RegionPicture) throws -> Double { throw self }
  }

  /// A model that cancels the task that asks it.
  private struct Cancelling: RegionModel {
    func liveConfidence(of picture: RegionPicture) -> Double {
      cancelThisTask()
      return 1
    }
  }

  private static let face = FaceBox(x: 120, y: 80, width: 80, height: 100)

  /// A room of soft shading and grain, with what `paint` puts into it.
  private func room(
    seed: UInt64 = 3, paint: (_ x: Int, _ y: Int) -> UInt8? = { _, _ in nil }
  ) throws -> ImageFrame {
    var random = SeededGenerator(seed: seed)
    var pixels: [UInt8] = []
    for y in 0..<260 {
      for x in 0..<320 {
        let shade = 90 + x / 8 + y / 10 + Int.random(in: -9...9, using: &random)
        let value = paint(x, y) ?? UInt8(clamping: shade)
        pixels += [value, value, value]
      }
    }
    return try ImageFrame(width: 320, height: 260, channels: 3, pixels: pixels, modality: .color)
  }

  /// The same room with the bright edge of a sheet of paper around the face.
  private func paper() throws -> ImageFrame {
    try room { x, y in
      let isEdge = (x == 80 || x == 81 || x == 240 || x == 241) && (40..<230).contains(y)
      return isEdge || ((y == 40 || y == 230) && (80..<242).contains(x)) ? 250 : nil
    }
  }

  private func detector(
    _ first: any RegionModel, _ second: any RegionModel, region: RegionRule = .background,
    fusion: ConfidenceFusion = .minimum
  ) throws -> FaceBackgroundDetector {
    try FaceBackgroundDetector(
      face: .init(first, region: .face), background: .init(second, region: region), fusion: fusion)
  }

  @Test func `Row 3.06: a frame edge lowers the second confidence`() throws {
    let detector = try detector(Constant(confidence: 1), StraightBorders())
    let plain = try detector.detect(room(), face: Self.face)
    let edged = try detector.detect(paper(), face: Self.face)
    let (first, second) = (
      try #require(plain.backgroundConfidence), try #require(edged.backgroundConfidence)
    )
    #expect(first > 0.8 && second < 0.3, "\(first) \(second)")
    #expect(plain.decision == .live)
    #expect(edged.decision == .spoof)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `Row 3.05: with the face masked, its pixels do not change the second confidence`(
    seed: UInt64
  ) throws {
    var random = SeededGenerator(seed: seed)
    let noise = (0..<320 * 260).map { _ in UInt8.random(in: 0...255, using: &random) }
    let changed = try room { x, y in
      (120..<200).contains(x) && (80..<180).contains(y) ? noise[y * 320 + x] : nil
    }
    var second: [RegionRule: [Double]] = [:]
    for image in [try room(), changed] {
      for region in [RegionRule.background, .surroundings] {
        let weights = (0..<ColorDistribution.bins).map { Double($0) / 10 }
        let model = try ColorDistribution(weights: weights, bias: -1)
        let result = try detector(Constant(confidence: 1), model, region: region)
          .detect(image, face: Self.face)
        second[region, default: []].append(try #require(result.backgroundConfidence))
      }
    }
    let masked = try #require(second[.background])
    let whole = try #require(second[.surroundings])
    #expect(masked[0] == masked[1])
    #expect(whole[0] != whole[1])
  }

  @Test func `Rows 3.02 and 3.07: both confidences are in the result, and are fused`() throws {
    let result = try detector(
      Constant(confidence: 0.9), Constant(confidence: 0.4), fusion: .product
    ).detect(room(), face: Self.face)
    #expect(result.faceConfidence == 0.9)
    #expect(result.backgroundConfidence == 0.4)
    #expect(result.liveProbability == 0.9 * 0.4)
    #expect(result.decision == .spoof)
  }

  @Test func `what cannot be judged is never live`() throws {
    let sure = try detector(Constant(confidence: 1), Constant(confidence: 1))
    let grey = try ImageFrame(
      width: 320, height: 260, pixels: [UInt8](repeating: 9, count: 320 * 260), modality: .color)
    let infrared = try ImageFrame(
      width: 320, height: 260, channels: 3, pixels: [UInt8](repeating: 9, count: 320 * 260 * 3),
      modality: .nearInfrared)
    let cases: [(ImageFrame, FaceBox?, LivenessReason)] = [
      (grey, Self.face, .noColor), (infrared, Self.face, .noColor), (try room(), nil, .noFace),
      (try room(), FaceBox(x: 1, y: 1, width: .infinity, height: 3), .noFace),
      (try room(), FaceBox(x: 9, y: 9, width: 20, height: 20), .faceTooSmall),
      (try room(), FaceBox(x: -1, y: 9, width: 90, height: 90), .faceCutOff),
    ]
    for (image, face, reason) in cases {
      let result = try sure.detect(image, face: face)
      #expect(result.decision == .undetermined)
      #expect(result.reasons == [reason])
    }
    for wrong in [Double.nan, 1.5] {
      let result = try detector(Constant(confidence: 1), Constant(confidence: wrong))
        .detect(room(), face: Self.face)
      #expect(result.decision == .undetermined)
      #expect(result.reasons == [.nonFiniteOutput])
    }
    #expect(throws: Broken.self) {
      try detector(Constant(confidence: 1), Broken()).detect(room(), face: Self.face)
    }
  }

  @Test func `a background that does not show is no answer`() throws {
    let photo = try ImageFrame(
      width: 480, height: 640, channels: 3, pixels: [UInt8](repeating: 120, count: 480 * 640 * 3),
      modality: .color)
    let plane = try ColorDistribution(
      weights: [Double](repeating: 5, count: ColorDistribution.bins), bias: 5)
    for model in [StraightBorders(), plane, Constant(confidence: 1)] as [any RegionModel] {
      let detector = try detector(Constant(confidence: 1), model)
      let filling = try detector.detect(
        photo, face: FaceBox(x: 0, y: 150, width: 480, height: 480))
      #expect(filling.decision == .undetermined && filling.reasons == [.tooFewModels])
      #expect(filling.liveProbability == nil)
      let large = try detector.detect(photo, face: FaceBox(x: 20, y: 150, width: 440, height: 440))
      #expect(large.decision == .live)
    }
  }

  @Test func `a picture on which nothing can be compared has no confidence`() throws {
    func picture(_ side: Int, counts: Bool) -> RegionPicture {
      RegionPicture(
        width: side, height: side, pixels: [SIMD3<UInt8>](repeating: SIMD3(), count: side * side),
        counts: [Bool](repeating: counts, count: side * side))
    }
    let plane = try ColorDistribution(
      weights: [Double](repeating: 0, count: ColorDistribution.bins), bias: 9)
    for masked in [picture(160, counts: false), picture(0, counts: true)] {
      #expect(StraightBorders().liveConfidence(of: masked).isNaN)
      #expect(plane.liveConfidence(of: masked).isNaN)
      #expect(StraightBorders().strength(of: masked) == 0)
    }
    // Less than four bands of six pairs along either side.
    #expect(StraightBorders().liveConfidence(of: picture(23, counts: true)).isNaN)
    #expect(StraightBorders().liveConfidence(of: picture(24, counts: true)) > 0.9)
    let near = try FaceBackgroundDetector(
      face: .init(StraightBorders(), region: .face),
      background: .init(Constant(confidence: 1), region: .background), minimumFaceSize: 0)
    let tiny = try near.detect(room(), face: FaceBox(x: 150, y: 120, width: 12, height: 12))
    #expect(tiny.decision == .undetermined && tiny.reasons == [.nonFiniteOutput])
  }

  @Test(arguments: [0, 1, 2])
  func `a cancelled task is told so, before the models, between them and behind`(
    place: Int
  ) async throws {
    let constant = Constant(confidence: 1)
    let image = try room()
    let detector = try detector(
      place == 1 ? Cancelling() : constant, place == 2 ? Cancelling() : constant)
    let task = Task {
      if place == 0 { cancelThisTask() }
      return try detector.detect(image, face: Self.face)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func `padding is black and does not count`() {
    let region = ExtendedRegion(
      around: Self.face, extending: RegionExtension(left: 3), policy: .pad, width: 320, height: 260)
    #expect(region.columns.lowerBound == -120)
    guard let image = try? room() else {
      Issue.record("no room")
      return
    }
    let picture = RegionPicture(of: image, region: region, mask: nil)
    let outside = zip(picture.pixels, picture.counts).filter { !$1 }
    #expect(!outside.isEmpty && outside.allSatisfy { $0.0 == SIMD3() })
    #expect(abs(ColorDistribution.histogram(of: picture).reduce(0, +) - 1) < 1e-9)
  }

  @Test func `numbers out of range are refused`() {
    let view = FaceBackgroundDetector.View(Constant(confidence: 1), region: .face)
    let far = FaceBackgroundDetector.View(
      Constant(confidence: 1), region: RegionRule(extending: RegionExtension(up: -1)))
    let fusions: [ConfidenceFusion] = [
      .weightedSum(face: 1.1), .logistic(face: -1, background: 1, bias: 0),
      .logistic(face: 1, background: 1, bias: .nan),
    ]
    for fusion in fusions {
      #expect(throws: LivenessError.self) {
        try FaceBackgroundDetector(face: view, background: view, fusion: fusion)
      }
    }
    #expect(throws: LivenessError.self) { try FaceBackgroundDetector(face: view, background: far) }
    #expect(throws: LivenessError.self) {
      try FaceBackgroundDetector(face: view, background: view, rule: .liveAbove(1))
    }
    #expect(throws: LivenessError.self) { try ColorDistribution(weights: [1], bias: 0) }
    for (middle, slope) in [
      (0.15, -30), (0.15, .nan), (0.15, 0), (0.15, .infinity), (.nan, 30), (-0.1, 30), (1.1, 30),
    ] as [(Double, Double)] {
      #expect(throws: LivenessError.self, "\(middle) \(slope)") {
        try StraightBorders(middle: middle, slope: slope)
      }
    }
    #expect(throws: Never.self) { try StraightBorders(middle: 0, slope: 1e6) }
  }
}

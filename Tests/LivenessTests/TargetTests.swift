import LivenessFaces
import LivenessSensing
import LivenessTensors
import Testing

@testable import Liveness

/// Finds what it was told to find.
struct FixedDetector: FaceDetector {
  var boxes: [FaceBox] = []

  func faces(in image: ImageFrame, threads: Int) -> [DetectedFace] {
    boxes.enumerated().map { DetectedFace(box: $1, score: 1 / Double($0 + 1)) }
  }
}

/// Finds the brightest spot of an image: a target that is no face.
private struct SpotDetector: FaceDetector {
  func faces(in image: ImageFrame, threads: Int) -> [DetectedFace] {
    let pixels = image.pixels
    let bright = pixels.indices.filter { pixels[$0] > 230 }
    let (xs, ys) = (bright.map { $0 % image.width }, bright.map { $0 / image.width })
    guard let left = xs.min(), let right = xs.max(), let top = ys.min(), let bottom = ys.max()
    else { return [] }
    let box = FaceBox(
      x: Double(left), y: Double(top), width: Double(right - left + 1),
      height: Double(bottom - top + 1))
    return [DetectedFace(box: box, score: 1)]
  }
}

/// Marks the four corners and the middle of a box, which are no parts of a face.
private struct CornerFinder: KeyPointFinder {
  var groups: [FaceKeyPoints.Group: [SIMD2<Double>]] = [:]
  var isBlind = false

  func keyPoints(in image: ImageFrame, box: FaceBox, threads: Int) -> FaceKeyPoints? {
    if isBlind { return nil }
    let (left, top) = (box.x, box.y)
    let (right, bottom) = (box.x + box.width - 1, box.y + box.height - 1)
    let corners = [
      SIMD2(left, top), SIMD2(right, top), SIMD2(right, bottom), SIMD2(left, bottom),
    ]
    return FaceKeyPoints(
      groups: groups, others: corners + [SIMD2((left + right) / 2, (top + bottom) / 2)],
      outline: corners)
  }
}

private struct Broken: FaceDetector, KeyPointFinder {
  struct Failure: Error, CustomStringConvertible { let description = "the lens is covered" }

  func faces(in image: ImageFrame, threads: Int) throws -> [DetectedFace] { throw Failure() }
  func keyPoints(in image: ImageFrame, box: FaceBox, threads: Int) throws -> FaceKeyPoints? {
    throw Failure()
  }
}

struct TargetTests {
  /// A bright square in front of a dark wall, as depth and image.
  private func spot() throws -> LivenessCapture {
    let (width, height) = (200, 160)
    let isSpot = { (index: Int) in
      (60..<140).contains(index % width) && (40..<120).contains(index / width)
    }
    let indices = 0..<width * height
    return LivenessCapture(
      depth: try DepthFrame(
        width: width, height: height, values: indices.map { isSpot($0) ? 0.5 : 1.2 }),
      images: [
        try ImageFrame(
          width: width, height: height,
          pixels: indices.map { isSpot($0) ? UInt8(240) : UInt8(20 + $0 % 7) })
      ], registration: .aligned)
  }

  @Test func `Row 1.02: a target that is no face plugs in by a detector and a finder`() throws {
    let detector = try FusionFile().detector(faces: SpotDetector(), keyPoints: CornerFinder())
    let result = try detector.detect(spot(), keepingStages: true)
    #expect(result.face == FaceBox(x: 60, y: 40, width: 80, height: 80))
    #expect(result.keyPoints?.points.count == 5 && result.keyPoints?.groups == [])
    #expect(result.faceDepth?.coverage == 1 && result.faceDepth?.interOcularDistance == nil)
    #expect(result.decision == .live && result.reasons == [])
    #expect(result.timings.entries.first?.stage == "detection")
    let heat = try #require(result.stages?.heatmaps)
    #expect(heat.scalars.max().map { $0 > 0.5 } == true)
  }

  @Test func `Row 1.02: where the target is not found there is no answer`() throws {
    let blind = try FusionFile().detector(
      faces: SpotDetector(), keyPoints: CornerFinder(isBlind: true))
    #expect(try blind.detect(spot()).reasons == [.noKeyPoints])
    let nothing = try FusionFile().detector(faces: FixedDetector())
    #expect(try nothing.detect(spot()).reasons == [.noFace])
    let nowhere = FixedDetector(boxes: [FaceBox(x: .nan, y: 0, width: 90, height: 90)])
    #expect(try FusionFile().detector(faces: nowhere).detect(spot()).reasons == [.noFace])
  }

  @Test func `a detector or finder that fails is an error and no missing face`() throws {
    let message = "the image could not be searched for faces: the lens is covered"
    for detector in [
      try FusionFile().detector(faces: Broken()),
      try FusionFile().detector(faces: SpotDetector(), keyPoints: Broken()),
    ] {
      let error = #expect(throws: LivenessError.self) { try detector.detect(spot()) }
      #expect(error?.description == message)
    }
  }

  @Test func `Row 1.17: a model that needs a part of a face refuses points without it`() throws {
    let nose: [FaceKeyPoints.Group: [SIMD2<Double>]] = [.nose: [SIMD2(100, 80)]]
    let finder = CornerFinder(groups: nose)
    let needing = try FusionFile(planes: 7).detector(faces: SpotDetector(), keyPoints: finder)
    let error = #expect(throws: LivenessError.self) { try needing.detect(spot()) }
    #expect(
      error?.description
        == "the model expected key points of eyeContours, canthi, pupils, brows, mouth, "
        + "faceContour, found none of these")
    let content = try FusionFile().detector(faces: SpotDetector(), keyPoints: finder)
    #expect(try content.detect(spot()).keyPoints?[.nose] == [SIMD2(100, 80)])
  }
}

struct ModalityTests {
  @Test func `Row 1.13: a model may be for a light that the library has no name for`() throws {
    let policy = LivenessPolicy(plausibleInterOcularDistance: 0...1000)
    let detector = try FusionFile(modality: "long-wave").detector(policy: policy)
    let warm = SyntheticCapture(modality: Modality(rawValue: "long-wave"))
    #expect(try detector.detect(warm.capture()).decision == .live)
    #expect(try detector.detect(SyntheticCapture().capture()).reasons == [.noImage])
  }
}

struct AlignedCaptureTests {
  @Test func `Row 1.24: frames that are aligned stay as they are`() throws {
    let capture = try SyntheticCapture().capture()
    let aligned = try AlignedFrames(
      of: capture, on: capture.images[0], keeping: AlignerCache())
    #expect(aligned.depth.values.map(\.bitPattern) == capture.depth.values.map(\.bitPattern))
    #expect(aligned.image.pixels == capture.images[0].pixels)
  }
}

import LivenessFaces
import LivenessMedia
import LivenessSensing
import LivenessTensors

@testable import Liveness
@testable import LivenessCommand

/// Captures and results that no detector made, for tests of what is written about them.
enum MadeUpFace {
  static let box = FaceBox(x: 224, y: 96, width: 192, height: 256)

  /// An egg before a wall, or a flat sheet with an egg drawn on it.
  static func capture(isFlat: Bool = false, seed: Int = 0) throws -> LivenessCapture {
    let (width, height) = (640, 480)
    var pixels: [UInt8] = []
    var depths: [Float] = []
    for y in 0..<height {
      for x in 0..<width {
        let bulge = bulge(x, y)
        let grain = (x * 7919 + y * 104_729 + seed * 31 + x * y) % 23
        pixels.append(UInt8(min(255, 30 + Int(150 * bulge) + grain)))
        let relief = isFlat ? 0.12 : 0.12 * bulge
        let isBehind = bulge == 0 && !(isFlat && abs(x - 320) < 150 && abs(y - 224) < 190)
        let noise = Float(grain) * 0.0001
        let isHole = (x + 3 * y + seed) % 97 == 0 || (bulge == 0 && bulgeRightOf(x, y))
        depths.append(isHole ? .nan : isBehind ? 1.4 + noise : Float(0.72 - relief) + noise)
      }
    }
    return LivenessCapture(
      depth: try DepthFrame(width: width, height: height, values: depths),
      images: [try ImageFrame(width: width, height: height, pixels: pixels)],
      registration: .aligned, faceBox: box)
  }

  /// A capture of two by two pixels, for tests that do not look at it.
  static func smallCapture() throws -> LivenessCapture {
    LivenessCapture(
      depth: try DepthFrame(width: 2, height: 2, values: [0.5, 0.6, .nan, 0.7]),
      images: [try ImageFrame(width: 2, height: 2, pixels: [0, 80, 160, 255])],
      registration: .aligned, faceBox: box)
  }

  /// The height of the egg over its rim, 0 to 1.
  private static func bulge(_ x: Int, _ y: Int) -> Double {
    let across = (Double(x) - 320) / 96
    let down = (Double(y) - 224) / 128
    return max(0, 1 - across * across - down * down).squareRoot()
  }

  private static func bulgeRightOf(_ x: Int, _ y: Int) -> Bool { bulge(x - 14, y) > 0 }

  /// 68 points where a face that looks ahead has them, within the box.
  static let keyPoints = FaceKeyPoints(
    points: shape.map { place in
      SIMD2(box.x + box.width * place.x, box.y + box.height * place.y)
    })

  /// The points as they stand in a JSON line.
  static let keyPointsText = JSONText.array(
    keyPoints.points.map { point in
      JSONText.array([point.x, point.y].map { JSONText.number($0, decimals: 3) })
    })

  private static let shape: [SIMD2<Double>] = {
    let chin = (0...16).map { step -> SIMD2<Double> in
      let across = Double(step) / 8 - 1
      return SIMD2(0.5 + 0.48 * across, 0.98 - 0.52 * across * across * across * across)
    }
    let brows = [0.16, 0.6].flatMap { left in
      (0..<5).map { SIMD2(left + 0.06 * Double($0), $0 == 2 ? 0.33 : 0.35) }
    }
    let bridge = (0..<4).map { SIMD2(0.5, 0.42 + 0.06 * Double($0)) }
    let base = (0..<5).map { SIMD2(0.42 + 0.04 * Double($0), $0 == 2 ? 0.66 : 0.64) }
    let eye: [SIMD2<Double>] = [[0, 0], [4, -2], [8, -2], [12, 0], [8, 2], [4, 2]]
    let eyes = [0.21, 0.67].flatMap { left in eye.map { $0 * 0.01 + SIMD2(left, 0.42) } }
    let lips: [SIMD2<Double>] = [
      [-15, 0], [-9, -3], [-4, -4], [0, -3], [4, -4], [9, -3], [15, 0], [9, 4], [4, 6], [0, 6],
      [-4, 6], [-9, 4], [-12, 0], [-5, -1], [0, -1], [5, -1], [12, 0], [5, 2], [0, 2], [-5, 2],
    ]
    return chin + brows + bridge + base + eyes + lips.map { $0 * 0.01 + SIMD2(0.5, 0.78) }
  }()

  static func result(
    _ decision: LivenessDecision = .live, probability: Double? = 0.9987,
    reasons: [LivenessReason] = [], capture: LivenessCapture? = nil, face: FaceBox? = box
  ) throws -> LivenessResult {
    let times = [("alignment", 1.25), ("crop", 0.4), ("keyPoints", 6.5), ("fusion", 4.75)]
    let timings = StageTimings(
      entries: times.map { StageTimings.Entry(stage: $0.0, milliseconds: $0.1) })
    return LivenessResult(
      decision: decision, liveProbability: probability, threshold: 0.5, reasons: reasons,
      face: face, keyPoints: probability == nil ? nil : keyPoints,
      model: "depth-fusion 1.0.0", timings: timings,
      stages: try capture.flatMap { try stages(of: $0) })
  }

  private static func stages(of capture: LivenessCapture) throws -> LivenessStages? {
    guard let image = capture.images.first else { return nil }
    let crop = FaceCrop(around: box, scale: 1.1, size: 112)
    return LivenessStages(
      aligned: try AlignedFrames(alreadyAligned: capture.depth, to: image), crop: crop,
      imageCrop: crop.grey(of: image),
      depthCrop: crop.depth(of: capture.depth),
      heatmaps: KeyPointHeatmaps(planes: 1, sigma: 1.8).draw(
        keyPoints.mapped(crop.cropPoint), size: 112))
  }

  /// The outcome for a capture that was judged.
  static func outcome(
    _ path: String, _ decision: LivenessDecision = .live, probability: Double? = 0.9987,
    reasons: [LivenessReason] = [], face: FaceBox? = box
  ) throws -> CaptureOutcome {
    let result = try result(decision, probability: probability, reasons: reasons, face: face)
    return CaptureOutcome(path: path, verdict: .judged(result, try smallCapture(), reading: 8.125))
  }

  /// The outcome for a capture whose pictures are shown.
  static func pictured(
    _ path: String, _ decision: LivenessDecision = .live, probability: Double? = 0.9987,
    reasons: [LivenessReason] = [], keepingStages: Bool = true, isFlat: Bool = false
  ) throws -> CaptureOutcome {
    let capture = try capture(isFlat: isFlat)
    let result = try result(
      decision, probability: probability, reasons: reasons,
      capture: keepingStages ? capture : nil)
    return CaptureOutcome(path: path, verdict: .judged(result, capture, reading: 8.125))
  }

  /// The outcome for a capture that could not be read.
  static func failure(_ path: String, message: String = "The file is empty.") -> CaptureOutcome {
    let error = CaptureError(code: .notReadable, message: message, file: path + "/depth.png")
    return CaptureOutcome(path: path, verdict: .unreadable(CaptureFailure(error)))
  }
}

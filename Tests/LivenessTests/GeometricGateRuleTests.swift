import Liveness
import LivenessFaces
import LivenessSensing
import Testing

struct GeometricGateRuleTests {
  /// Finds the same face whatever there is: 125 pixels high about the middle of the synthetic capture.
  private struct PaintedFace: KeyPointFinder {
    func keyPoints(in image: ImageFrame, box: FaceBox, threads: Int) throws -> FaceKeyPoints? {
      let jaw = points(17) { index in
        let share = index / 16
        return SIMD2(105 + 90 * share, 110 + 270 * share * (1 - share))
      }
      let brows = points(10) { SIMD2(112 + 8.5 * $0, 86) }
      let bridge = points(4) { SIMD2(150, 98 + 10 * $0) }
      let base = points(5) { SIMD2(142 + 4 * $0, 137) }
      let left = points(6) { SIMD2(122 + 3 * $0, $0 < 3 ? 100 : 104) }
      let right = points(6) { SIMD2(162 + 3 * $0, $0 < 3 ? 100 : 104) }
      let mouth = points(20) { SIMD2(138 + 1.2 * $0, 150) }
      return FaceKeyPoints(
        points: [jaw, brows, bridge, base, left, right, mouth].flatMap { $0 })
    }

    private func points(
      _ count: Int, _ place: (Double) -> SIMD2<Double>
    ) -> [SIMD2<Double>] {
      (0..<count).map { place(Double($0)) }
    }
  }

  /// A sheet of paper before a model that says live whatever it sees.
  private func result(
    _ rule: GeometricGateRule?, bulge: Double = 0, scale: DepthScale = .metric
  ) throws -> LivenessResult {
    var policy = LivenessPolicy(plausibleInterOcularDistance: 0...10)
    if let rule { policy.geometry = rule }
    var synthetic = SyntheticCapture()
    synthetic.bulge = bulge
    synthetic.scale = scale
    return try FusionFile().detector(policy: policy, keyPoints: PaintedFace()).detect(
      synthetic.capture())
  }

  private func failing(_ result: LivenessResult) -> Set<GeometricGate.Measure> {
    Set(result.geometry.filter { !$0.passes }.map(\.measure))
  }

  @Test func `a sheet is noted, and the decision stays`() throws {
    for result in [try result(nil), try result(.noted)] {
      #expect(result.decision == .live && result.reasons.isEmpty)
      #expect(result.geometry.map(\.measure) == GeometricGate.Measure.allCases)
      #expect(
        failing(result).isSuperset(of: [.planeResidual, .sharedPlaneResidual, .cylinderResidual]))
    }
  }

  @Test func `where the gate decides a sheet is a spoof, and the network is not asked`() throws {
    let result = try result(.decides)
    #expect(result.decision == .spoof && result.reasons == [.notShapedLikeAFace])
    #expect(result.liveProbability == 0)
    #expect(failing(result).contains(.planeResidual))
    #expect(result.timings.entries.map(\.stage).last == "geometry")
  }

  @Test func `where the gate decides a bulge as deep as a face is left to the network`() throws {
    let result = try result(.decides, bulge: 8e-6)
    #expect(!failing(result).contains(.planeResidual), "\(result.geometry)")
    #expect(!failing(result).contains(.cylinderResidual), "\(result.geometry)")
    #expect(result.decision == (failing(result).isEmpty ? .live : .spoof))
  }

  @Test func `a gate that is off measures nothing`() throws {
    let result = try result(.off)
    #expect(result.decision == .live && result.geometry.isEmpty)
    #expect(!result.timings.entries.map(\.stage).contains("geometry"))
  }

  @Test func `relative depth has no shape to decide by`() throws {
    let result = try result(.decides, scale: .relative)
    #expect(result.geometry.isEmpty && result.decision == .live)
  }

  @Test func `too little depth is no shape, and no answer either`() throws {
    var policy = LivenessPolicy(plausibleInterOcularDistance: 0...10)
    policy.geometry = .decides
    var synthetic = SyntheticCapture()
    synthetic.hole = { x, y in (x + y) % 5 != 0 }
    let detector = try FusionFile().detector(policy: policy, keyPoints: PaintedFace())
    let result = try detector.detect(synthetic.capture())
    #expect(result.decision == .undetermined && result.reasons == [.insufficientDepth])
    #expect(result.geometry.isEmpty)
  }

  @Test(arguments: [Double.nan, -0.001, 2])
  func `a limit that no shape can have is refused`(limit: Double) {
    var policy = LivenessPolicy.standard
    policy.geometricGate.minimumPlaneResidual = limit
    let error = #expect(throws: LivenessError.self) { try FusionFile().detector(policy: policy) }
    #expect(error?.description.contains("geometricGate must be limits") == true)
  }

  @Test func `a spoof by shape is one in a vote`() throws {
    let refused = try result(.decides)
    var vote = try FrameVote(.mean, frames: 1, deciding: .liveAbove(0))
    vote.add(refused)
    #expect(vote.answer == .spoof)
  }
}

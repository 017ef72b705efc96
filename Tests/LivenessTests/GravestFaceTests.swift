import LivenessFaces
import Testing

@testable import Liveness

struct GravestFaceTests {
  private let left = FaceBox(x: 10, y: 60, width: 90, height: 110)
  private let right = FaceBox(x: 180, y: 60, width: 100, height: 110)

  /// The face that counts of all those that a policy judges.
  private func face(of boxes: [FaceBox], holeBelow column: Int) throws -> FaceBox? {
    var policy = LivenessPolicy(plausibleInterOcularDistance: 0...1000)
    policy.faces = .all
    let detector = try FusionFile().detector(policy: policy, faces: FixedDetector(boxes: boxes))
    let scene = SyntheticCapture(box: nil, hole: { x, _ in x < column })
    return try detector.detect(scene.capture()).face
  }

  @Test func `the gravest face counts wherever it stands, and the first of equal ones`() throws {
    #expect(try face(of: [left, right], holeBelow: 140) == left)
    #expect(try face(of: [right, left], holeBelow: 140) == left)
    #expect(try face(of: [left, right], holeBelow: 0) == left)
    #expect(try face(of: [right, left], holeBelow: 0) == right)
  }
}

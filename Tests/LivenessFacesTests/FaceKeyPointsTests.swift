import LivenessFaces
import Testing

struct FaceKeyPointsTests {
  /// Point `i` lies at (i, 1000 + i), so that a group tells which points it holds.
  private let numbered = FaceKeyPoints(
    points: (0..<68).map { SIMD2(Double($0), Double(1000 + $0)) })

  private func indices(_ group: FaceKeyPoints.Group) -> [Double] { numbered[group].map(\.x) }

  @Test func `Row 1.17: each of the seven groups holds its points`() {
    #expect(indices(.faceContour) == (0...16).map(Double.init))
    #expect(indices(.brows) == (17...26).map(Double.init))
    #expect(indices(.nose) == (27...35).map(Double.init))
    #expect(indices(.eyeContours) == (36...47).map(Double.init))
    #expect(indices(.canthi) == [36, 39, 42, 45])
    #expect(indices(.mouth) == (48...67).map(Double.init))
    #expect(FaceKeyPoints.Group.allCases.count == 7)
  }

  @Test func `a pupil is the middle of its eye's contour`() {
    #expect(numbered[.pupils] == [SIMD2(38.5, 1038.5), SIMD2(44.5, 1044.5)])
    #expect(abs(numbered.interOcularDistance - 6 * 2.0.squareRoot()) < 1e-12)
  }

  @Test func `the outline runs along the chin and back over the brows`() {
    #expect(numbered.outline.map(\.x) == ((0...16) + (17...26).reversed()).map(Double.init))
  }

  @Test func `pupils and canthi of their own take the place of those from the rims`() {
    let eyes = EyePoints(
      pupils: [SIMD2(1, 2), SIMD2(4, 6)], canthi: (0..<4).map { SIMD2(Double($0), 9) })
    let openness = FaceOpenness(leftEye: 0.3, rightEye: -0.01, mouth: 0.5)
    let visibility = (0..<74).map { Double($0) / 100 }
    let face = numbered.adding(eyes: eyes, visibility: visibility, openness: openness)
    #expect(face[.pupils] == eyes.pupils && face[.canthi] == eyes.canthi)
    #expect(face.interOcularDistance == 5)
    #expect(face[.eyeContours] == numbered[.eyeContours] && face.points == numbered.points)
    #expect(face.openness?.rightEye == 0)
    let moved = face.mapped { 2 * $0 }
    #expect(moved[.pupils] == [SIMD2(2, 4), SIMD2(8, 12)] && moved.points[3] == SIMD2(6, 2006))
    #expect(moved.visibility == visibility && moved.openness == openness)
    #expect(numbered.eyes == nil && numbered.visibility == nil && numbered.openness == nil)
  }

  @Test func `eyes of another number of points are a programmer's mistake`() async {
    await #expect(processExitsWith: .failure) {
      _ = EyePoints(pupils: [SIMD2(0, 0)], canthi: [])
    }
  }

  @Test func `any other number of points is a programmer's mistake`() async {
    await #expect(processExitsWith: .failure) {
      _ = FaceKeyPoints(points: [SIMD2(0, 0)])
    }
  }
}

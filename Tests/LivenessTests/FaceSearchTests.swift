import LivenessFaces
import LivenessSensing
import Testing

@testable import Liveness

/// How far away a box is: the median of the middle of it, half as wide and high.
struct FaceSearchTests {
  /// Columns at 1, 2, 3 … 8 metres, and a hole in the last row.
  private func depth() throws -> DepthFrame {
    let (width, height) = (8, 4)
    return try DepthFrame(
      width: width, height: height,
      values: (0..<width * height).map { $0 / width == 3 ? .nan : Float($0 % width + 1) })
  }

  @Test(arguments: [
    (FaceBox(x: 0, y: 0, width: 8, height: 4), 4.0),
    (FaceBox(x: 2, y: 0, width: 4, height: 2), 4.0),
    (FaceBox(x: -4, y: 0, width: 8, height: 4), 1.0),
    (FaceBox(x: -2, y: 0, width: 8, height: 4), 2.0),
    (FaceBox(x: 4, y: 0, width: 8, height: 4), 7.0),
    (FaceBox(x: 0, y: 0, width: 8, height: 8), 4.0),
    (FaceBox(x: 0, y: -3, width: 8, height: 8), 4.0),
    (FaceBox(x: 0, y: -4, width: 8, height: 8), 4.0),
  ])
  func `the middle of a box lies where its depth is, within the frame`(
    box: FaceBox, metres: Double
  ) throws {
    #expect(FaceSearch.distance(to: box, in: try depth()) == metres)
  }

  @Test(arguments: [
    FaceBox(x: -80, y: 0, width: 8, height: 4), FaceBox(x: 80, y: 0, width: 8, height: 4),
    FaceBox(x: 0, y: -80, width: 8, height: 4), FaceBox(x: 0, y: 80, width: 8, height: 4),
    FaceBox(x: 0, y: 3, width: 8, height: 1), FaceBox(x: 1e300, y: 0, width: 1e300, height: 4),
  ])
  func `a box without valid depth in the middle is nowhere`(box: FaceBox) throws {
    #expect(FaceSearch.distance(to: box, in: try depth()) == nil)
  }
}

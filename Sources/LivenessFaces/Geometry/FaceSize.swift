import LivenessSensing

/// How large a face is, from its key points and its distance.
///
/// Where the points of the mean of a morphable face (Li et al., *Learning Formation of Physically-Based
/// Face Attributes*, 2020) would lie, seen from afar in any turn, is fitted to the key points. A face
/// that is turned, or a picture of one that is, looks smaller along one direction; its size lies
/// between what the two directions say.
enum FaceSize {
  /// The distance between the pupils of the mean face, in metres.
  static let meanDistance = 0.0638
  /// Of the 68 points, those on the face itself.
  static let points = 17..<FaceKeyPoints.count
  /// Where they lie on the mean face: to the right, up and towards the viewer, in millimetres.
  static let meanFace: [(Double, Double, Double)] = [
    (-58, 52, -21), (-49, 60, -10), (-38, 63, -2), (-24, 62, 5), (-12, 59, 7), (12, 59, 7),
    (24, 62, 5), (38, 63, -2), (49, 60, -10), (58, 52, -21), (0, 37, 7), (0, 26, 15), (0, 16, 23),
    (0, 4, 31), (-13, -11, 9), (-6, -11, 14), (0, -12, 16), (6, -11, 14), (13, -11, 9),
    (-45, 34, -14), (-39, 39, -6), (-28, 39, -5), (-18, 33, -8), (-27, 31, -6), (-39, 31, -8),
    (18, 33, -8), (28, 39, -5), (39, 39, -6), (45, 34, -14), (39, 31, -8), (27, 31, -6),
    (-25, -35, 2), (-17, -28, 12), (-7, -24, 17), (0, -25, 18), (7, -24, 17), (17, -28, 12),
    (25, -35, 2), (18, -41, 9), (10, -43, 14), (0, -44, 15), (-10, -43, 14), (-18, -41, 9),
    (-22, -35, 1), (-10, -33, 11), (0, -33, 13), (10, -33, 11), (22, -35, 1), (11, -34, 10),
    (0, -34, 13), (-11, -34, 10),
  ]

  /// The distance between the pupils of a face of the mean proportions.
  ///
  /// - Parameters:
  ///   - keyPoints: The key points in pixels of the camera.
  ///   - distance: How far away the face is, in metres.
  ///   - camera: The camera that saw the points.
  /// - Returns: In metres, of the sizes that the two directions leave room for the one nearest to the
  ///   mean face's; `nil` where the key points are not in the Multi-PIE order, or in one place.
  static func interOcularDistance(
    of keyPoints: FaceKeyPoints, at distance: Double, camera: CameraModel
  ) -> Double? {
    guard keyPoints.isMultiPIE else { return nil }
    var (across, along) = (LeastSquares(unknowns: 4), LeastSquares(unknowns: 4))
    for (point, mean) in zip(keyPoints.points[points], meanFace) {
      guard let ray = camera.ray(through: point) else { continue }
      let place = ray * distance * 1000
      across.add(SIMD8(mean.0, mean.1, mean.2, 1, place.x, 0, 0, 0))
      along.add(SIMD8(mean.0, mean.1, mean.2, 1, place.y, 0, 0, 0))
    }
    guard let x = across.solution, let y = along.solution else { return nil }
    let (smaller, larger) = singularValues(
      SIMD3(x[0], x[1], x[2]), SIMD3(y[0], y[1], y[2]))
    guard larger.isFinite, larger > 0 else { return nil }
    return meanDistance * min(max(1, smaller), larger)
  }

  /// The singular values of a matrix of two rows.
  private static func singularValues(
    _ first: SIMD3<Double>, _ second: SIMD3<Double>
  ) -> (smaller: Double, larger: Double) {
    let (a, b, c) = ((first * first).sum(), (first * second).sum(), (second * second).sum())
    let mean = (a + c) / 2
    let half = (((a - c) / 2) * ((a - c) / 2) + b * b).squareRoot()
    return (max(0, mean - half).squareRoot(), (mean + half).squareRoot())
  }
}

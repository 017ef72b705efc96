import LivenessTensors

/// The points that a key-point network gives: the `output.points` of its card.
enum KeyPointLayout: String, CaseIterable {
  /// 68 points in the Multi-PIE order.
  case multiPIE = "multipie-68"
  /// The same, then both pupils and four canthi, which of them can be seen, and how far eyes and mouth
  /// are open.
  case multiPIEAndEyes = "multipie-68-eyes-6"

  /// The number of points.
  var pointCount: Int {
    self == .multiPIE ? FaceKeyPoints.count : FaceKeyPoints.count + EyePoints.count
  }

  /// The outputs beside the heatmaps by name, and the numbers in each.
  var numbers: [(name: String, count: Int)] {
    switch self {
    case .multiPIE: []
    case .multiPIEAndEyes: [(name: "visibility", count: pointCount), (name: "openness", count: 3)]
    }
  }

  /// The key points of a network.
  ///
  /// - Parameters:
  ///   - points: All points.
  ///   - outputs: The numbers by the names of ``numbers``.
  /// - Returns: The key points; `nil` where a number is not finite.
  func keyPoints(_ points: [SIMD2<Double>], _ outputs: [String: Tensor]) -> FaceKeyPoints? {
    let found = FaceKeyPoints(points: Array(points[..<FaceKeyPoints.count]))
    guard self == .multiPIEAndEyes else { return found }
    guard let logits = outputs["visibility"]?.scalars.map(Double.init),
      let gaps = outputs["openness"]?.scalars.map(Double.init),
      (logits + gaps).allSatisfy(\.isFinite)
    else { return nil }
    return found.adding(
      eyes: EyePoints(pupils: Array(points[68..<70]), canthi: Array(points[70..<74])),
      visibility: logits.map { 1 / (1 + Exponential.of(-$0)) },
      openness: FaceOpenness(leftEye: gaps[0], rightEye: gaps[1], mouth: gaps[2]))
  }
}

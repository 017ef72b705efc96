import LivenessTensors

/// What a key-point network gives: the `output.points` of its card.
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

  /// The outputs by name, and the numbers in each.
  var outputs: [(name: String, count: Int)] {
    let points = (name: "points", count: 2 * pointCount)
    return switch self {
    case .multiPIE: [points]
    case .multiPIEAndEyes:
      [points, (name: "visibility", count: pointCount), (name: "openness", count: 3)]
    }
  }

  /// The key points in the numbers of a network.
  ///
  /// - Parameters:
  ///   - outputs: The numbers by the names of ``outputs``.
  ///   - position: Makes a point of its two numbers.
  /// - Returns: The points; `nil` where a number is not finite.
  func keyPoints(
    _ outputs: [String: Tensor], at position: (SIMD2<Double>) -> SIMD2<Double>
  ) -> FaceKeyPoints? {
    let numbers = outputs.mapValues { $0.scalars.map(Double.init) }
    guard self.outputs.allSatisfy({ numbers[$0.name]?.count == $0.count }),
      numbers.values.allSatisfy({ $0.allSatisfy(\.isFinite) }), let pairs = numbers["points"]
    else { return nil }
    let points = (0..<pointCount).map { position(SIMD2(pairs[2 * $0], pairs[2 * $0 + 1])) }
    let found = FaceKeyPoints(points: Array(points[..<FaceKeyPoints.count]))
    guard self == .multiPIEAndEyes, let logits = numbers["visibility"],
      let gaps = numbers["openness"]
    else { return found }
    return found.adding(
      eyes: EyePoints(pupils: Array(points[68..<70]), canthi: Array(points[70..<74])),
      visibility: logits.map { 1 / (1 + Exponential.of(-$0)) },
      openness: FaceOpenness(leftEye: gaps[0], rightEye: gaps[1], mouth: gaps[2]))
  }
}

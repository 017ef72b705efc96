public import LivenessLayers
public import LivenessSensing
public import LivenessTensors

/// What a capture looks like to a network, in the quantities that a model's card states of its
/// training.
public struct InputMeasurement: Sendable, Hashable {
  /// The share of each side of the crop over which quantities are taken.
  static let middleFraction = 0.6

  private let values: [InputQuantity: Double]

  /// Gathers what was measured; a value that is not finite is left out.
  public init(values: [InputQuantity: Double]) {
    self.values = values.filter(\.value.isFinite)
  }

  /// Measures the crops of a capture.
  ///
  /// Distance and relief are left out where the depth is relative or the middle has none.
  ///
  /// **Shape** `image`, `depth`: `[size, size]`. **Units** `image`: 0 to 1; `depth`: metres, or
  /// unknown where `scale` is relative; not-a-number for a hole.
  ///
  /// - Parameters:
  ///   - face: The face box in pixels of the image.
  ///   - image: The grey crop.
  ///   - depth: The depth crop.
  ///   - scale: What the depths mean.
  public init(face: FaceBox, image: Tensor, depth: Tensor, scale: DepthScale) {
    let depths = InputMeasurement.middle(of: depth)
    let valid = depths.filter { !$0.isNaN }.sorted()
    let (mean, deviation) = InputMeasurement.moments(of: InputMeasurement.middle(of: image))
    var values: [InputQuantity: Double] = [
      .faceSize: max(face.width, face.height),
      .depthCoverage: Double(valid.count) / Double(depths.count),
      .imageBrightness: mean,
      .imageContrast: deviation,
    ]
    if scale == .metric, !valid.isEmpty {
      values[.faceDistance] = InputMeasurement.percentile(0.5, of: valid)
      values[.depthRelief] =
        InputMeasurement.percentile(0.9, of: valid) - InputMeasurement.percentile(0.1, of: valid)
    }
    self.init(values: values)
  }

  /// The value of a quantity; `nil` where the capture does not have it.
  public subscript(quantity: InputQuantity) -> Double? { values[quantity] }

  /// The quantities that lie outside what a model was trained on.
  public func outliers(of statistics: InputStatistics) -> [InputOutlier] {
    InputQuantity.allCases.compactMap { quantity in
      guard let value = values[quantity], let range = statistics.range(of: quantity),
        !range.contains(value)
      else { return nil }
      return InputOutlier(quantity: quantity, value: value, range: range)
    }
  }

  private static func middle(of crop: Tensor) -> [Float] {
    let size = crop.shape[0]
    let middle = CropMiddle.range(fraction: middleFraction, size: size)
    return middle.flatMap { y in
      crop.scalars[y * size + middle.lowerBound..<y * size + middle.upperBound]
    }
  }

  /// The mean and the population standard deviation.
  private static func moments(of values: [Float]) -> (mean: Double, deviation: Double) {
    let count = Double(values.count)
    let mean = values.reduce(0) { $0 + Double($1) } / count
    let squares = values.reduce(0) { sum, value in
      sum + (Double(value) - mean) * (Double(value) - mean)
    }
    return (mean, (squares / count).squareRoot())
  }

  /// The element nearest to a share of the way through sorted values, of which there is one at
  /// least.
  private static func percentile(_ share: Double, of sorted: [Float]) -> Double {
    Double(sorted[Int((share * Double(sorted.count - 1) + 0.5).rounded(.down))])
  }
}

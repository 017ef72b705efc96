public import LivenessLayers
public import LivenessSensing
public import LivenessTensors

/// Turns a depth crop into the relief of a face: how far each pixel stands out before the key
/// points, whatever the distance.
///
/// `value = clip((reference − d) / range, −1, 1)`; a hole becomes `holeValue`. The reference is the
/// median of the valid depths at the key points, or of the crop's middle where fewer than
/// ``minimumPoints`` of them have one. Depth of unknown scale is first stretched until its spread
/// over the key points, from the tenth to the ninetieth percentile, is `relativeSpread`.
public struct DepthRelief: Sendable, Hashable {
  /// The depth difference that becomes 1, in metres.
  public let range: Double
  /// What stands for a hole.
  public let holeValue: Double
  /// The spread over the key points that relative depth is stretched to, in metres.
  public let relativeSpread: Double

  /// Key points with a depth that the reference needs.
  public static let minimumPoints = 10

  /// Chooses the range of the relief.
  public init(range: Double, holeValue: Double, relativeSpread: Double) {
    self.range = range
    self.holeValue = holeValue
    self.relativeSpread = relativeSpread
  }

  /// Reads a `normalization` of the kind `reference-depth` from a model's card.
  ///
  /// - Throws: `CheckpointError` that names the field.
  public init(_ fields: CardFields) throws(CheckpointError) {
    try fields.require("kind", is: "reference-depth")
    range = try fields.number("range_metres", in: 1e-3...10)
    holeValue = try fields.number("hole_value", in: -1...1)
    relativeSpread = try fields.number("relative_spread_metres", in: 1e-3...1)
  }

  /// Normalizes a depth crop.
  ///
  /// **Shape** `[size, size]` in and out. **Units** in: metres, or unknown where `scale` is
  /// relative, not-a-number for a hole; out: −1 (far) to 1 (near).
  ///
  /// - Parameters:
  ///   - crop: The depth crop.
  ///   - keyPoints: The key points in pixels of the crop.
  ///   - scale: What the depths mean.
  /// - Returns: The relief.
  public func callAsFunction(
    _ crop: Tensor, keyPoints: FaceKeyPoints, scale: DepthScale
  ) -> Tensor {
    guard let measure = measure(of: crop, keyPoints: keyPoints, scale: scale) else {
      return Tensor(shape: crop.shape, repeating: Float(holeValue))
    }
    let hole = Float(holeValue)
    return Tensor(
      shape: crop.shape, scalars: crop.scalars.map { $0.isNaN ? hole : Float(measure($0)) })
  }

  /// How depths become relief: the depth that lies at 0, and the relief of a metre.
  struct Measure {
    let reference: Double
    let gain: Double

    /// In double precision nothing overflows, so that 0 · ∞ makes no number disappear.
    func callAsFunction(_ depth: Float) -> Double {
      min(max((reference - Double(depth)) * gain, -1), 1)
    }
  }

  /// The measure for a crop; `nil` where it has no valid depth.
  func measure(of crop: Tensor, keyPoints: FaceKeyPoints?, scale: DepthScale) -> Measure? {
    let pointDepths =
      keyPoints?.points.compactMap { depth(at: $0, of: crop) }.sorted() ?? []
    let references =
      pointDepths.count >= DepthRelief.minimumPoints ? pointDepths : middleDepths(of: crop)
    guard !references.isEmpty else { return nil }
    return Measure(
      reference: Double(references[(references.count - 1) / 2]),
      gain: gain(for: scale, over: references))
  }

  /// What a depth difference is multiplied by.
  private func gain(for scale: DepthScale, over sorted: [Float]) -> Double {
    guard scale == .relative else { return 1 / range }
    let last = Double(sorted.count - 1)
    let low = Double(sorted[Int((0.1 * last + 0.5).rounded(.down))])
    let high = Double(sorted[Int((0.9 * last + 0.5).rounded(.down))])
    return high > low ? relativeSpread / (high - low) / range : 0
  }

  private func depth(at point: SIMD2<Double>, of crop: Tensor) -> Float? {
    guard point.x.isFinite, point.y.isFinite else { return nil }
    let size = crop.shape[0]
    let limit = Double(size - 1)
    let x = Int(min(max((point.x + 0.5).rounded(.down), 0), limit))
    let y = Int(min(max((point.y + 0.5).rounded(.down), 0), limit))
    let depth = crop.scalars[y * size + x]
    return depth.isNaN ? nil : depth
  }

  private func middleDepths(of crop: Tensor) -> [Float] {
    let size = crop.shape[0]
    let middle = CropMiddle.range(fraction: 0.6, size: size)
    return middle.flatMap { y in middle.map { crop.scalars[y * size + $0] } }
      .filter { !$0.isNaN }.sorted()
  }
}

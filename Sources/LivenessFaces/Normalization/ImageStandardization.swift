public import LivenessLayers
public import LivenessTensors

/// Makes the image branch independent of exposure: mean 0 and spread 1 over the middle of the crop,
/// all colors together.
///
/// Where the card asks for it, the finest detail is smoothed away first: that of skin, paper and
/// sensors is what differs most from one camera to the next.
///
/// `value = clip((v − mean) / (deviation + floor), −clip, clip)`, with mean and population standard
/// deviation over the central part of the crop, where the face is.
public struct ImageStandardization: Sendable, Hashable {
  /// The share of each side of the crop over which mean and deviation are taken, above 0 and up to 1.
  public let centerFraction: Double
  /// Added to the deviation, so that a nearly uniform crop is not blown up to noise; of 0 to 1.
  public let floor: Double
  /// The largest magnitude that a value may have.
  public let clip: Double
  /// What smooths the crop before anything is measured on it.
  public let smoothing: LowPass?

  /// Chooses where statistics are taken, how values are bounded, and what smooths the crop.
  ///
  /// - Precondition: The share is above 0 and at most 1, the floor 0 to 1, and the largest magnitude
  ///   positive.
  public init(centerFraction: Double, floor: Double, clip: Double, smoothing: LowPass? = nil) {
    precondition(
      centerFraction > 0 && centerFraction <= 1 && (0...1).contains(floor) && clip > 0,
      "a standardization has a centre fraction above 0 and up to 1, a floor of 0 to 1 and a positive "
        + "clip, found \(centerFraction), \(floor) and \(clip)")
    self.smoothing = smoothing
    self.centerFraction = centerFraction
    self.floor = floor
    self.clip = clip
  }

  /// Reads a `normalization` of the kind `standardize` from a model's card.
  ///
  /// - Throws: `CheckpointError` that names the field.
  public init(_ fields: CardFields) throws(CheckpointError) {
    try fields.require("kind", is: "standardize")
    centerFraction = try fields.number("centre_fraction", in: 0.1...1)
    floor = try fields.number("floor", in: 1e-6...1)
    clip = try fields.number("clip", in: 0.1...100)
    smoothing = fields.contains("smoothing") ? try LowPass("smoothing", in: fields) : nil
  }

  /// Standardizes a crop, grey or in color, smoothed first if the card asks for it and
  /// `isSmoothed` does not say otherwise.
  ///
  /// **Shape** `[size, size]` or `[planes, size, size]`, kept. **Units** in: 0 to 1; out: standard
  /// deviations.
  public func callAsFunction(_ crop: Tensor, isSmoothed: Bool = true) -> Tensor {
    let crop = isSmoothed ? smoothing.map { $0(crop) } ?? crop : crop
    let size = crop.shape[crop.shape.rank - 1]
    let planes = crop.shape.rank == 2 ? 1 : crop.shape[0]
    let middle = CropMiddle.range(fraction: centerFraction, size: size)
    var sum = 0.0
    var squares = 0.0
    for plane in 0..<planes {
      for y in middle {
        for x in middle {
          let value = Double(crop.scalars[(plane * size + y) * size + x])
          sum += value
          squares += value * value
        }
      }
    }
    let count = Double(planes * middle.count * middle.count)
    let mean = sum / count
    let deviation = max(0, squares / count - mean * mean).squareRoot()
    let shift = Float(mean)
    let gain = Float(1 / (deviation + floor))
    let limit = Float(clip)
    return Tensor(
      shape: crop.shape,
      scalars: crop.scalars.map { min(max(($0 - shift) * gain, -limit), limit) })
  }
}

/// The middle of a crop, where statistics of the face are taken.
enum CropMiddle {
  /// The rows, and columns, of the middle: 22..<90 of 112 for a fraction of 0.6.
  static func range(fraction: Double, size: Int) -> Range<Int> {
    let margin = Int(((1 - fraction) / 2 * Double(size)).rounded(.down))
    return margin..<(size - margin)
  }
}

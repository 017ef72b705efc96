public import LivenessLayers
public import LivenessTensors

/// What colors a face has beside those of the light: the logarithms of red and blue beside green, less
/// their mean over the middle of the crop, as mean and light change alike in each of them.
///
/// G. D. Finlayson and S. D. Hordley, "Color constancy at a pixel", 2001: a light of another color, and a
/// gain for each of the channels, add a constant to such a logarithm. An image without color is 0
/// everywhere.
///
/// `u = log((R + f) / (G + f))`, `v = log((B + f) / (G + f))`, each less its mean over the middle, divided by
/// `spread` and bounded by ±`clip`; `f` is `floor` times the mean of the three colors there, and a level of
/// 255 more, so that what is dark has no color.
public struct LogChromaticity: Sendable, Hashable {
  /// The share of each side of the crop that is its middle, 0 to 1.
  public let centerFraction: Double
  /// What is added to each color, in terms of their mean; 0.001 to 1.
  public let floor: Double
  /// The logarithm that becomes 1.
  public let spread: Double
  /// The largest magnitude that a value may have.
  public let clip: Double
  /// What smooths the colors first.
  public let smoothing: LowPass?

  /// Reads the member `chroma` of a `normalization` of the kind `standardize`, and what it shares with
  /// the grey: `centre_fraction` and `smoothing`.
  ///
  /// - Throws: `CheckpointError` that names the field.
  public init(_ fields: CardFields) throws(CheckpointError) {
    let own = try fields.object("chroma")
    centerFraction = try fields.number("centre_fraction", in: 0.1...1)
    smoothing = fields.contains("smoothing") ? try LowPass("smoothing", in: fields) : nil
    floor = try own.number("floor", in: 0.001...1)
    spread = try own.number("spread", in: 0.001...10)
    clip = try own.number("clip", in: 0.1...100)
  }

  /// The two planes of a crop's colors.
  ///
  /// **Shape** `[3, size, size]` in, `[2, size, size]` out: red, then blue. **Units** in: 0 to 1.
  public func callAsFunction(_ crop: Tensor) -> Tensor {
    let colors = smoothing.map { $0(crop) } ?? crop
    let size = colors.shape[2]
    let count = size * size
    let middle = CropMiddle.range(fraction: centerFraction, size: size).flatMap { y in
      CropMiddle.range(fraction: centerFraction, size: size).map { y * size + $0 }
    }
    let sum = (0..<3).reduce(0.0) { sum, plane in
      middle.reduce(sum) { $0 + Double(colors.scalars[plane * count + $1]) }
    }
    let darkest = Float(floor * sum / Double(3 * middle.count)) + 1 / 255
    let logarithms = colors.scalars.map { Exponential.inverse($0 + darkest) }
    let scalars = [0, 2].flatMap { color in
      let plane = (0..<count).map { logarithms[color * count + $0] - logarithms[count + $0] }
      let mean = middle.reduce(0.0) { $0 + Double(plane[$1]) } / Double(middle.count)
      let (shift, gain, limit) = (Float(mean), Float(1 / spread), Float(clip))
      return plane.map { min(max(($0 - shift) * gain, -limit), limit) }
    }
    return Tensor(shape: [2, size, size], scalars: scalars)
  }
}

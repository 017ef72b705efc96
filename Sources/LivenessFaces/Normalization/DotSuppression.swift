public import LivenessLayers
public import LivenessTensors

/// Takes the dots of a structured-light projector out of a near-infrared crop, so that a network
/// sees the face below the pattern; US 2019/0347823 A1, paragraphs 0085 and 0141.
public enum DotSuppression: Sendable, Hashable {
  /// The median of the square of the given odd side around each pixel; an even side counts as the next
  /// odd one, and one below 1 as 1, which changes nothing.
  case median(size: Int)
  /// A Gaussian low-pass with the given standard deviation in pixels.
  case gaussian(sigma: Double)

  /// Reads the `dot_suppression` of an input from a model's card.
  ///
  /// - Throws: `CheckpointError` that names the field.
  public init(_ fields: CardFields) throws(CheckpointError) {
    switch try fields.string("kind", in: ["median", "gaussian"]) {
    case "median":
      try fields.refuseUnknown(besides: ["kind", "size"])
      let size = try fields.integer("size", in: 3...15)
      guard size % 2 == 1 else {
        throw fields.mismatch("size", expected: "an odd side, 3 to 15", found: "\(size)")
      }
      self = .median(size: size)
    default:
      try fields.refuseUnknown(besides: ["kind", "sigma_pixels"])
      self = .gaussian(sigma: try fields.number("sigma_pixels", in: 0.1...10))
    }
  }

  /// Filters a crop; beyond its border the nearest pixel is repeated.
  ///
  /// **Shape** `[size, size]`, kept.
  public func callAsFunction(_ crop: Tensor) -> Tensor {
    switch self {
    case .median(let size): DotSuppression.median(of: crop, size: size)
    case .gaussian(let sigma): LowPass(sigma: sigma)(crop)
    }
  }

  private static func median(of crop: Tensor, size: Int) -> Tensor {
    let (height, width) = (crop.shape[0], crop.shape[1])
    // Beyond the crop there is nothing but its border.
    let radius = min(max(size / 2, 0), max(height, width))
    let reach = -radius...radius
    var window = [Float](repeating: 0, count: reach.count * reach.count)
    var scalars: [Float] = []
    scalars.reserveCapacity(height * width)
    for y in 0..<height {
      for x in 0..<width {
        var count = 0
        for dy in reach {
          let row = min(max(y + dy, 0), height - 1) * width
          for dx in reach {
            window[count] = crop.scalars[row + min(max(x + dx, 0), width - 1)]
            count += 1
          }
        }
        window.sort()
        scalars.append(window[window.count / 2])
      }
    }
    return Tensor(shape: crop.shape, scalars: scalars)
  }
}

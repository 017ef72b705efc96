import LivenessLayers

/// How large an image is shown to a network.
enum InputSizeRule: Sendable, Hashable {
  /// The extents of the network's input, and what of it the image fills.
  struct Plan: Sendable, Hashable {
    /// Rows and columns of the network's input.
    let height, width: Int
    /// Rows and columns that the image fills.
    let imageHeight, imageWidth: Int
    /// Rows above and columns left of the image.
    let top, left: Int
  }

  /// As many pixels as a square of the side, at the image's own shape; a smaller image stays as it
  /// is. Sides are cut to whole pixels.
  case area(side: Int)
  /// The network's extents, whatever the image's shape.
  case stretch(height: Int, width: Int)
  /// The image's own shape within the network's extents, in its middle or in the top-left corner.
  case fit(height: Int, width: Int, isCentered: Bool)
  /// The image's own shape with its larger side at most the given one, in the top-left corner of an
  /// input whose sides are multiples of a number.
  case limit(side: Int, multiple: Int)

  /// Reads a card's `resize`.
  ///
  /// - Throws: `CheckpointError.card`.
  init(_ fields: CardFields, input: ModelCard.Input) throws(CheckpointError) {
    let sides = FaceDetectorOptions.resolutions
    switch try fields.string("kind", in: ["area", "stretch", "fit", "limit"]) {
    case "area": self = .area(side: try fields.integer("side", in: sides))
    case "stretch": self = .stretch(height: input.height, width: input.width)
    case "fit":
      let place = try fields.string("place", in: ["centre", "corner"])
      self = .fit(height: input.height, width: input.width, isCentered: place == "centre")
    default:
      self = .limit(
        side: try fields.integer("side", in: sides),
        multiple: try fields.integer("multiple", in: 1...256))
    }
  }

  /// The rule at another resolution.
  ///
  /// - Throws: ``FaceDetectionError/option(name:expected:found:)`` where the network has one size.
  func with(resolution: Int?) throws(FaceDetectionError) -> InputSizeRule {
    guard let resolution else { return self }
    switch self {
    case .area: return .area(side: resolution)
    case .limit(_, let multiple): return .limit(side: resolution, multiple: multiple)
    case .stretch, .fit:
      throw .option(
        name: "resolution", expected: "none, as the network has one size", found: "\(resolution)")
    }
  }

  /// How an image of the given extents is shown; sides come out as 1 at least.
  func plan(width: Int, height: Int) -> Plan {
    let (imageWidth, imageHeight) = (Double(width), Double(height))
    switch self {
    case .area(let side):
      guard width * height >= side * side else { return Plan(height: height, width: width) }
      let root = (imageWidth / imageHeight).squareRoot()
      return Plan(
        height: max(1, Int(Double(side) / root)), width: max(1, Int(Double(side) * root)))
    case .stretch(let height, let width):
      return Plan(height: height, width: width)
    case .fit(let rows, let columns, let isCentered):
      let scale = min(Double(columns) / imageWidth, Double(rows) / imageHeight)
      let filled = (
        height: min(rows, max(1, Int((imageHeight * scale).rounded()))),
        width: min(columns, max(1, Int((imageWidth * scale).rounded())))
      )
      return Plan(
        height: rows, width: columns, imageHeight: filled.height, imageWidth: filled.width,
        top: isCentered ? (rows - filled.height) / 2 : 0,
        left: isCentered ? (columns - filled.width) / 2 : 0)
    case .limit(let side, let multiple):
      let scale = min(1, Double(side) / max(imageWidth, imageHeight))
      let filled = [imageHeight, imageWidth].map { max(1, Int(($0 * scale).rounded())) }
      let sides = filled.map { ($0 + multiple - 1) / multiple * multiple }
      return Plan(
        height: sides[0], width: sides[1], imageHeight: filled[0], imageWidth: filled[1],
        top: 0, left: 0)
    }
  }
}

extension InputSizeRule.Plan {
  /// The image fills the input.
  init(height: Int, width: Int) {
    self.init(
      height: height, width: width, imageHeight: height, imageWidth: width, top: 0, left: 0)
  }

  /// Where a point of the network's input lies on an image of the given extents; both in edge
  /// coordinates.
  func imagePoint(_ point: SIMD2<Double>, width: Int, height: Int) -> SIMD2<Double> {
    (point - SIMD2(Double(left), Double(top)))
      * SIMD2(Double(width), Double(height)) / SIMD2(Double(imageWidth), Double(imageHeight))
  }
}

public import LivenessFaces
public import LivenessSensing

/// One thing that an image shows of a face, and whether that is unusual for a living one.
///
/// Cues explain; they decide nothing. Each is a plain measurement that a person can check on the
/// picture, and none of them alone tells an attack: a checked shirt or a window does what a screen
/// or a sheet of paper does.
public struct SilentCue: Sendable, Hashable {
  /// What is measured.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// How far the strongest regular pattern, of periods of 2 to 10 pixels, stands out of the face's
    /// texture, in decibels: the grid of a screen, a halftone, or the moiré of either.
    case moire
    /// The strength of straight lines along rows or columns around the face, 0 to 1: edges of paper,
    /// of a screen or of its bezel.
    case straightBorders = "straight-borders"
    /// The share of the face's pixels that are burnt out or black, 0 to 1.
    case exposure
    /// The power of the face's finest detail, 2 to 4 pixels, below that of 4 to 32 pixels, in
    /// decibels: little where a picture of a picture is blurred, much where it is dotted.
    case texture
    /// How far the colours of the face lie apart, in samples: the standard deviation of its chroma.
    /// A grey picture, or one in a single tint, has none.
    case color
  }

  /// What is measured.
  public let kind: Kind
  /// How much of it was found.
  public let value: Double
  /// What is usual for a living face before a camera.
  public var reference: ClosedRange<Double> { kind.reference }
  /// Whether the value lies outside what is usual, so that the cue speaks against the image.
  public var isUnusual: Bool { !reference.contains(value) }

  /// Notes a measurement.
  public init(_ kind: Kind, value: Double) {
    self.kind = kind
    self.value = value
  }

  /// Measures every cue that an image has enough pixels for.
  ///
  /// - Parameters:
  ///   - image: The image that a detector judged.
  ///   - face: Where the face is.
  /// - Returns: The cues, each kind at most once, in the order of ``Kind``; none where the image is
  ///   grey or shows less than 64 pixels of the face along either side.
  public static func all(on image: ImageFrame, face: FaceBox) -> [SilentCue] {
    guard image.channels == 3, face.isValid,
      let face = face.clipped(toWidth: image.width, height: image.height),
      let patches = FacePatches(of: image, face: face)
    else { return [] }
    let spectrum = PowerSpectrum(of: patches)
    let colors = FaceColors(of: image, face: face)
    let surroundings = ExtendedRegion(
      around: face, extending: RegionRule.background.extending, policy: .shrink,
      width: image.width, height: image.height)
    let mask = ExtendedRegion(
      around: face, extending: .none, policy: .shrink, width: image.width, height: image.height)
    let background = RegionPicture(of: image, region: surroundings, mask: mask)
    let values: [(Kind, Double)] = [
      (.moire, spectrum.strongestPeak),
      (.straightBorders, StraightBorders().strength(of: background)),
      (.exposure, colors.clippedShare), (.texture, spectrum.fineDetail),
      (.color, colors.chromaDeviation),
    ]
    return values.map { SilentCue($0, value: $1) }
  }
}

extension SilentCue.Kind {
  /// What is usual for a living face: bounds around what portraits show, chosen wide.
  fileprivate var reference: ClosedRange<Double> {
    switch self {
    case .moire: 0...5
    case .straightBorders: 0...0.22
    case .exposure: 0...0.15
    case .texture: -35 ... -6
    case .color: 3...60
    }
  }

  /// The unit of its values; none where it is a share.
  public var unit: String {
    switch self {
    case .moire, .texture: "dB"
    case .straightBorders, .exposure: ""
    case .color: "samples"
    }
  }
}

extension FaceBox {
  /// The part that lies on a frame; `nil` where nothing does.
  fileprivate func clipped(toWidth width: Int, height: Int) -> FaceBox? {
    let (left, top) = (max(x, 0), max(y, 0))
    let (right, bottom) = (min(x + self.width, Double(width)), min(y + self.height, Double(height)))
    guard right > left, bottom > top else { return nil }
    return FaceBox(x: left, y: top, width: right - left, height: bottom - top)
  }
}

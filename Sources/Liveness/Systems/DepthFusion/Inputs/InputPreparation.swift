import LivenessFaces
import LivenessLayers
import LivenessSensing
import LivenessTensors

/// How one input of a fusion network is made from a face.
struct InputPreparation: Sendable {
  private enum Source: Sendable {
    case depth(DepthRelief)
    case image(ImagePreparation)
    case eyes(EyePreparation)
    case coordinates
  }

  /// The light of the images that it can be made from; none where it takes no image.
  let modalities: [Modality]
  /// Whether the image must have colors.
  let isColor: Bool

  private let source: Source
  private let size: Int
  /// How key points are drawn on it, if they are.
  private let heatmaps: KeyPointHeatmaps?

  /// Whether it is made from an image.
  var takesImage: Bool { !modalities.isEmpty }

  /// How the dots of a projector are taken out of the image, where they are.
  var dotSuppression: DotSuppression? {
    if case .image(let preparation) = source { preparation.suppression } else { nil }
  }

  /// Reads what a card says of an input.
  ///
  /// - Parameters:
  ///   - input: The input.
  ///   - heatmaps: How the card draws key points, where it does.
  ///   - modalities: The modalities of the card.
  /// - Throws: `CheckpointError` that names the field.
  init(
    _ input: ModelCard.Input, heatmaps: KeyPointHeatmaps?, modalities: [Modality]
  ) throws(CheckpointError) {
    let contents = try input.contents(planes: heatmaps?.planes ?? 0)
    size = input.height
    self.heatmaps = contents.contains(.heatmap) ? heatmaps : nil
    isColor = contents.contains(.rgb)
    switch contents[0] {
    case .depth: source = .depth(try DepthRelief(input.normalization))
    case .grey, .rgb, .heatmap: source = .image(try ImagePreparation(input))
    case .canthi, .pupils, .glint: source = .eyes(try EyePreparation(input, contents))
    case .coordinates:
      try input.normalization.require("kind", is: "crop-coordinates")
      guard input.height == 1, input.width == 1 else {
        throw input.fields.mismatch(
          "height", expected: "1 pixel along each side of a vector of coordinates",
          found: "\(input.height)×\(input.width)")
      }
      source = .coordinates
    }
    switch source {
    case .depth, .coordinates: self.modalities = []
    case .image, .eyes: self.modalities = try input.modalities(among: modalities)
    }
    try requireInfrared(input, contents)
  }

  /// The parts of a face that some key points do not mark as the input needs them.
  func missingGroups(of keyPoints: FaceKeyPoints) -> Set<FaceKeyPoints.Group> {
    switch source {
    case .coordinates:
      let all = Set(FaceKeyPoints.Group.allCases)
      let isWhole = keyPoints.points.count == FaceKeyPoints.count && keyPoints.groups == all
      return isWhole ? [] : all
    case .eyes:
      let counts: [FaceKeyPoints.Group: Int] = [.canthi: 4, .pupils: 2]
      return Set(counts.filter { keyPoints[$0].count != $1 }.keys)
    case .depth, .image:
      return heatmaps?.requiredGroups.subtracting(keyPoints.groups) ?? []
    }
  }

  /// Whether it is made from the subject's own crops, if the image is the first, and nothing else.
  func takesCrops(of size: Int) -> Bool {
    if case .eyes = source { return false }
    return !isColor && self.size == size
  }

  /// The input of one face, from its own image if it takes one: that of the subject's crop if it is
  /// the first.
  ///
  /// **Shape** `[1, channels, size, size]`.
  func tensor(of subject: FusionSubject, image: (frame: ImageFrame, isFirst: Bool)?) -> Tensor {
    let isReady = size == subject.crop.size
    let crop = isReady ? subject.crop : subject.crop.resized(to: size)
    let points = isReady ? subject.cropPoints : subject.keyPoints.mapped(crop.cropPoint)
    var scalars: [Float] = []
    switch (source, image) {
    case (.depth(let relief), _):
      let frame = subject.aligned.depth
      let depth = isReady ? subject.depthCrop : crop.depth(of: frame)
      scalars = relief(depth, keyPoints: points, scale: frame.scale).scalars
    case (.image(let preparation), let image?) where isColor:
      scalars = preparation(crop.rgb(of: image.frame), of: image.frame.modality).scalars
    case (.image(let preparation), let image?):
      let grey = isReady && image.isFirst ? subject.imageCrop : crop.grey(of: image.frame)
      scalars = preparation(grey, of: image.frame.modality).scalars
    case (.eyes(let preparation), let image?):
      scalars = preparation(subject.keyPoints, in: image.frame, size: size).scalars
    case (.coordinates, _):
      scalars = InputPreparation.coordinates(of: subject.cropPoints, size: subject.crop.size)
    case (_, nil): preconditionFailure("an input of an image needs an image")
    }
    if let heatmaps {
      scalars += isReady ? subject.heatmaps.scalars : heatmaps.draw(points, size: size).scalars
    }
    return Tensor(shape: [1, scalars.count / (size * size), size, size], scalars: scalars)
  }

  /// Points on a crop with its edges at −1 and 1, x and y of one after the other.
  private static func coordinates(of points: FaceKeyPoints, size: Int) -> [Float] {
    points.points.flatMap { point in
      [point.x, point.y].map { Float((2 * $0 + 1) / Double(size) - 1) }
    }
  }

  /// A glint is that of a near-infrared lamp.
  private func requireInfrared(
    _ input: ModelCard.Input, _ contents: [InputContent]
  ) throws(CheckpointError) {
    let infrared = [Modality.nearInfrared, .nearInfraredWithDots]
    guard !contents.contains(.glint) || modalities.allSatisfy(infrared.contains) else {
      throw input.fields.mismatch(
        "modalities", expected: "\"nir\" or \"nir-dots\" for a glint",
        found: "\(modalities.map(\.rawValue))")
    }
  }
}

extension ModelCard.Input {
  /// The modalities of the images that the input can be made from: its own or the card's.
  fileprivate func modalities(among card: [Modality]) throws(CheckpointError) -> [Modality] {
    guard fields.contains("modalities") else { return card }
    let own = try fields.strings("modalities").map(Modality.init(rawValue:))
    guard !own.isEmpty, own.allSatisfy(card.contains) else {
      throw fields.mismatch(
        "modalities", expected: "some of the card's \(card.map(\.rawValue))",
        found: "\(own.map(\.rawValue))")
    }
    return own
  }
}

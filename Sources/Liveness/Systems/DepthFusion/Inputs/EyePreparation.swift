import LivenessFaces
import LivenessLayers
import LivenessSensing
import LivenessTensors

/// How patches around the eyes become channels: each patch standardized by itself, glints as they
/// are.
struct EyePreparation: Sendable {
  private let contents: [InputContent]
  private let patches: EyePatches
  private let glint: PupilGlint?
  private let standardize: ImageStandardization

  /// Reads what a card says of an input.
  ///
  /// - Throws: `CheckpointError` that names the field.
  init(_ input: ModelCard.Input, _ contents: [InputContent]) throws(CheckpointError) {
    self.contents = contents
    let fields = try input.fields.object("patch")
    try fields.refuseUnknown(besides: ["scale", "glint_size"])
    patches = try EyePatches(fields)
    glint = contents.contains(.glint) ? try PupilGlint(fields) : nil
    standardize = try ImageStandardization(input.normalization)
  }

  /// **Shape** `[channels, size, size]`.
  func callAsFunction(_ keyPoints: FaceKeyPoints, in image: ImageFrame, size: Int) -> Tensor {
    let scalars = contents.flatMap { content in
      let group = content == .canthi ? FaceKeyPoints.Group.canthi : .pupils
      let patches = patches.grey(of: group, keyPoints, in: image, size: size)
      if content == .glint, let glint { return glint(patches).scalars }
      return standardized(patches)
    }
    return Tensor(shape: [scalars.count / (size * size), size, size], scalars: scalars)
  }

  private func standardized(_ patches: Tensor) -> [Float] {
    let (count, size) = (patches.shape[0], patches.shape[1])
    return (0..<count).flatMap { index in
      let patch = patches.scalars[index * size * size..<(index + 1) * size * size]
      return standardize(Tensor(shape: [size, size], scalars: Array(patch))).scalars
    }
  }
}

extension PupilGlint {
  /// Reads the `glint_size` of a patch.
  fileprivate init(_ fields: CardFields) throws(CheckpointError) {
    let size = try fields.integer("glint_size", in: 3...31)
    guard size % 2 == 1 else {
      throw fields.mismatch("glint_size", expected: "an odd side, 3 to 31", found: "\(size)")
    }
    self.init(size: size)
  }
}

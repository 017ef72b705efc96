/// The answer: a living face, an attack, or no answer with the reasons for that.
///
/// There is no conversion to `Bool` on purpose: `undetermined` must never pass for `live`.
public enum LivenessDecision: Sendable, Hashable {
  /// A living face: its probability lies above the threshold.
  case live
  /// A presentation attack: its probability of being live is not above the threshold.
  case spoof
  /// No answer, for the reasons given beside it in the result.
  case undetermined
}

/// Why a decision is `undetermined`, or what weakens it. The raw value is the code used in JSON.
public enum LivenessReason: String, Sendable, Hashable, CaseIterable, Error {
  /// The capture names no face box and no detector is installed.
  case noFace
  /// The face covers too few pixels.
  case faceTooSmall
  /// The face reaches over the border of the image.
  case faceCutOff
  /// No image of the modality that the model was trained on.
  case noImage
  /// Too little of the face has a valid depth.
  case insufficientDepth
  /// The distance between the eyes, measured in metres, is not that of a human face.
  case implausibleScale
  /// A network's output was not finite.
  case nonFiniteOutput
}

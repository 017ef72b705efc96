import LivenessLayers
import LivenessSensing

/// What a card adds to the logit of a living face, light by light.
///
/// A network answers more strictly in one light than in another; with these, one threshold refuses as
/// many living faces in each. Where two images are judged, the mean of their logits has an offset of
/// its own.
struct LogitOffsets: Sendable {
  private static let joint = "+"

  private let values: [String: Double]

  /// Reads the member `logit_offsets` of a card, which may lack it or any of the lights.
  ///
  /// - Throws: `CheckpointError` that names the field.
  init(_ fields: CardFields, modalities: [Modality]) throws(CheckpointError) {
    var values: [String: Double] = [:]
    if fields.contains("logit_offsets") {
      let offsets = try fields.object("logit_offsets")
      let names = modalities.map(\.rawValue)
      let pairs = names.flatMap { first in names.map { first + Self.joint + $0 } }
      try offsets.refuseUnknown(besides: names + pairs)
      for name in names + pairs where offsets.contains(name) {
        values[name] = try offsets.number(name, in: -16...16)
      }
    }
    self.values = values
  }

  /// The offset where images of these lights were judged, in their order; 0 where none is stated.
  subscript(lights: [Modality]) -> Double {
    values[lights.map(\.rawValue).joined(separator: Self.joint)] ?? 0
  }
}

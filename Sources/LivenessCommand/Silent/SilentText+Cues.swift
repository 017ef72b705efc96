import Liveness
import LivenessSensing

extension SilentText {
  /// The cues of an image with a face; none where no face was judged.
  static func cues(_ result: SilentFaceResult, _ image: ImageFrame) -> [SilentCue] {
    result.face.map { SilentCue.all(on: image, face: $0) } ?? []
  }

  /// `18.2 dB, usual are 0.0 to 5.0: unusual`.
  static func cue(_ cue: SilentCue) -> String {
    func number(_ value: Double) -> String {
      NumberText.fixed(value, decimals: cue.kind.unit.isEmpty ? 3 : 1)
    }
    let unit = cue.kind.unit.isEmpty ? "" : " " + cue.kind.unit
    return "\(number(cue.value))\(unit), usual are \(number(cue.reference.lowerBound)) to "
      + "\(number(cue.reference.upperBound)): \(cue.isUnusual ? "unusual" : "usual")"
  }

  /// The name of a cue.
  static func title(_ kind: SilentCue.Kind) -> String {
    switch kind {
    case .moire: "Regular pattern"
    case .straightBorders: "Straight borders"
    case .exposure: "Exposure"
    case .texture: "Fine texture"
    case .color: "Colours"
    }
  }

  /// What a cue measures, in a sentence.
  static func meaning(_ kind: SilentCue.Kind) -> String {
    switch kind {
    case .moire: "How far a regular pattern stands out: a screen’s grid, print dots, moiré."
    case .straightBorders: "Straight lines beside the face: edges of paper, of a screen, of a door."
    case .exposure: "The share of the face that is burnt out or black."
    case .texture: "Detail of 2 to 4 pixels against that of 4 to 32: blur has little, dots much."
    case .color: "How far the face’s colours lie apart: a grey picture has none."
    }
  }
}

import Liveness

/// What a probability hangs on, in words and as JSON.
enum ExplanationText {
  /// Which input carries the decision, in a few words.
  static func phrase(_ carrier: LivenessExplanation.Carrier) -> String {
    switch carrier {
    case .depth: "carried by depth"
    case .image: "carried by the image"
    case .each: "carried by each input alone"
    case .together: "carried only by both inputs together"
    }
  }

  /// The probabilities of each input alone, in a sentence.
  static func sentence(_ explanation: LivenessExplanation) -> String {
    let parts = [
      ("depth alone", explanation.depthAlone), ("image alone", explanation.imageAlone),
      ("neither", explanation.neither),
    ].map { "\($0.0) \(NumberText.probability($0.1))" }
    return "\(phrase(explanation.carrier)); p(live) of \(parts.joined(separator: ", "))"
  }

  /// The whole explanation as JSON.
  static func json(_ explanation: LivenessExplanation) -> String {
    JSONText.object([
      (key: "carried_by", value: JSONText.string(explanation.carrier.rawValue)),
      (key: "depth_alone", value: JSONText.number(explanation.depthAlone)),
      (key: "image_alone", value: JSONText.number(explanation.imageAlone)),
      (key: "neither", value: JSONText.number(explanation.neither)),
      (key: "cells", value: String(LivenessExplanation.cells)),
      (key: "depth_hidden", value: numbers(explanation.depthHidden)),
      (key: "image_hidden", value: numbers(explanation.imageHidden)),
    ])
  }

  private static func numbers(_ values: [Double]) -> String {
    JSONText.array(values.map { JSONText.number($0, decimals: 6) })
  }
}

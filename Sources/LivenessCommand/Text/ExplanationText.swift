import Liveness

/// What a probability hangs on, in words.
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
}

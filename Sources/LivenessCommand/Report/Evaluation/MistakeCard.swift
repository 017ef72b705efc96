import Liveness
import LivenessEvaluation

/// The part of the page that shows one mistake.
struct MistakeCard {
  /// The place in the list, from 1.
  let number: Int
  let mistake: Mistake

  /// The card as HTML.
  var html: String {
    let presentation = mistake.presentation
    let isAttack = presentation.label == .attack
    return """
      <article class="card mistake \(isAttack ? "live" : "spoof")">
      <header>
      <h3><span class="number">\(number)</span> \(HTMLText.escape(presentation.id))</h3>
      <p class="probability"><span>p(live)</span> \
      \(HTMLText.escape(NumberText.probability(mistake.score)))</p>
      \(bar)
      </header>
      <p class="verdict">\(verdict(isAttack)) \(details)</p>
      \(body)
      </article>

      """
  }

  private func verdict(_ isAttack: Bool) -> String {
    let species = HTMLText.escape(mistake.presentation.species)
    guard isAttack else {
      return "<b>bona fide</b>, taken for a <span class=\"word\">spoof</span>"
    }
    return "<b>\(species.isEmpty ? "attack" : species)</b>, taken for "
      + "<span class=\"word\">live</span>"
  }

  private var details: String {
    let presentation = mistake.presentation
    let facts = [
      presentation.illumination, presentation.material, presentation.camera, presentation.group,
    ].filter { !$0.isEmpty }
    return facts.isEmpty ? "" : "· " + HTMLText.escape(facts.joined(separator: " · "))
  }

  private var bar: String {
    guard (0...1).contains(mistake.score) else { return "" }
    return ProbabilityBar(probability: mistake.score, threshold: mistake.threshold).html
  }

  private var body: String {
    switch mistake.pictures {
    case .missing(let reason): return "<p class=\"missing\">\(HTMLText.escape(reason))</p>"
    case .seen(let result, let capture):
      let pictures = CapturePictures(of: result, capture)
      let outcome = CaptureOutcome(
        path: mistake.presentation.id, verdict: .judged(result, capture, reading: 0))
      let notes = result.outsideTrainingRange.map {
        "<li><code>note</code> Outside training: \(HTMLText.escape(InputText.sentence($0)))</li>"
      }
      return ReportCard(number: number, outcome: outcome).crops(result, pictures)
        + (pictures.colors.map { DepthLegend(colors: $0).html } ?? "")
        + (notes.isEmpty ? "" : "<ul class=\"reasons\">\(notes.joined())</ul>")
    }
  }
}

import Liveness
import LivenessFaces
import LivenessSensing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Writes the report of colour images: card by card into a nameless file beside the target, and at
/// the end, below the summary, into the target.
final class SilentReport: SilentOutput {
  private let target: ReplacedFile
  private let date: Int
  private let cards: OutputFile
  private var count = 0
  private var models: [String] = []

  /// Makes sure that the report can be written where it should stand; the date is in seconds since
  /// 1970.
  init(path: String, date: Int) throws(OutputError) {
    target = try ReplacedFile(at: path)
    self.date = date
    let draft = target.draft("cards")
    cards = try OutputFile.create(at: draft, as: target.target)
    unsafe unlink(draft)
  }

  func start(paths: [String]) {}

  func record(_ outcome: SilentOutcome) throws {
    count += 1
    if case .judged(let result, _, _) = outcome.verdict, models.isEmpty {
      models = result.opinions.map(\.model)
    }
    try cards.write(SilentCard(number: count, outcome: outcome).html)
  }

  func record(_ sequence: SilentSequence) throws {
    let vote = sequence.vote
    try cards.write(
      """
      <p class="\(vote.decision.rawValue)"><span class="word">\(vote.decision.rawValue)</span> \
      \(HTMLText.escape(sequence.path)): \(HTMLText.escape(vote.rule.description)) of \
      \(NumberText.count(vote.frames, "frame")) above</p>

      """)
  }

  func finish(_ tally: DetectionTally) throws {
    guard !tally.isInterrupted else { return }
    try target.replace { (page) throws(OutputError) in
      try page.write(ReportPage.head() + head(tally))
      try page.append(cards)
      try page.write(ReportPage.foot(SilentReport.remark))
    }
  }

  static let remark = """
    Each model sees the face and its surroundings at a scale of its own: a solid frame is the face \
    box, dashed ones are the models’ crops. A silent model tells a print or a screen from what one \
    image shows; it is no proof of a living face. Times are those of this run on this machine.
    """

  private func head(_ tally: DetectionTally) -> String {
    let counts = OutcomeWord.allCases.map { word in
      "<li class=\"\(word.rawValue)\"><b>\(tally[word])</b> \(word.rawValue)</li>"
    }
    let names = models.isEmpty ? NumberText.none : models.joined(separator: ", ")
    return """
      <header class="page">
      <h1>Silent liveness report</h1>
      <dl>
      <div><dt>Judged</dt><dd><time>\(TimeText.utc(date))</time></dd></div>
      <div><dt>Models</dt><dd>\(HTMLText.escape(names))</dd></div>
      <div><dt>Images</dt><dd>\(tally.total)</dd></div>
      </dl>
      </header>
      <section class="summary" aria-label="Summary">
      <ul class="counts">\(counts.joined())</ul>
      </section>

      """
  }
}

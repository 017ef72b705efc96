/// How many inputs came to which outcome.
struct DetectionTally: Sendable, Hashable {
  private var counts: [OutcomeWord: Int] = [:]
  /// The run was ended before every input was judged.
  var isInterrupted = false
  /// Frames that could not be read, of sequences that have an answer all the same.
  var unreadableFrames = 0

  /// All outcomes so far.
  var total: Int { counts.values.reduce(0, +) }

  /// The outcomes of one kind.
  subscript(word: OutcomeWord) -> Int { counts[word, default: 0] }

  /// Counts one more.
  mutating func add(_ word: OutcomeWord) { counts[word, default: 0] += 1 }

  /// How the process ends: interrupted, else the gravest of what was found.
  var status: CommandStatus {
    if isInterrupted { return .interrupted }
    if self[.unreadable] > 0 || unreadableFrames > 0 { return .unreadableInput }
    if self[.spoof] > 0 { return .spoof }
    if self[.undetermined] > 0 || self[.live] == 0 { return .undetermined }
    return .live
  }

  /// `12 captures: 4 live, 8 spoof`, with nothing said of outcomes that did not occur.
  var sentence: String { sentence(of: "capture") }

  /// The same for inputs of another name.
  func sentence(of noun: String) -> String {
    let parts = OutcomeWord.allCases.filter { self[$0] > 0 }.map { "\(self[$0]) \($0.rawValue)" }
    let list = parts.isEmpty ? "" : ": " + parts.joined(separator: ", ")
    return NumberText.count(total, noun) + list + (isInterrupted ? "; interrupted" : "")
  }
}

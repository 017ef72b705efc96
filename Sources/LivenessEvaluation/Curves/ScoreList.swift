/// Scores of bona fide and attack presentations in ascending order, each with its species and its
/// person.
///
/// Sorted once; curves of the whole and of every resampling are then made in one pass.
struct ScoreList: Sendable {
  struct Entry: Sendable {
    let score: Double
    /// The index of the attack species; `nil` for bona fide.
    let species: Int?
    /// The index of the person.
    let person: Int
  }

  let entries: [Entry]
  let speciesCount: Int
  let personCount: Int

  /// Takes the presentations that have a score; one without a subject stands for a person of its own.
  init(_ presentations: [Presentation]) {
    var species: [String: Int] = [:]
    var people: [String: Int] = [:]
    var strangers = 0
    var entries: [Entry] = []
    entries.reserveCapacity(presentations.count)
    for presentation in presentations {
      guard let score = presentation.score else { continue }
      let person: Int
      if presentation.subject.isEmpty {
        strangers += 1
        person = -strangers
      } else {
        person = Self.index(of: presentation.subject, in: &people)
      }
      entries.append(
        Entry(
          score: score,
          species: presentation.label == .attack
            ? Self.index(of: presentation.species, in: &species) : nil,
          person: person))
    }
    let known = people.count
    self.entries = entries.map { entry in
      entry.person >= 0
        ? entry
        : Entry(score: entry.score, species: entry.species, person: known - entry.person - 1)
    }.sorted { $0.score < $1.score }
    speciesCount = species.count
    personCount = known + strangers
  }

  /// Bona fide scores, and the attack scores of each species.
  init(bonaFide: [Double], attacks: [[Double]]) {
    var entries = bonaFide.enumerated().map { Entry(score: $1, species: nil, person: $0) }
    for (species, scores) in attacks.enumerated() {
      for score in scores {
        entries.append(Entry(score: score, species: species, person: entries.count))
      }
    }
    self.entries = entries.sorted { $0.score < $1.score }
    speciesCount = attacks.count
    personCount = entries.count
  }

  private static func index(of name: String, in names: inout [String: Int]) -> Int {
    if let index = names[name] { return index }
    names[name] = names.count
    return names.count - 1
  }
}

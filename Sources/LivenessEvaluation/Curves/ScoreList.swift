/// Scores of bona fide and attack presentations in ascending order, each with its species and its
/// person.
///
/// Sorted once; curves of the whole and of every resampling are then made in one pass.
struct ScoreList: Sendable {
  struct Entry: Sendable {
    /// What stands for the species of a bona fide presentation.
    static let bonaFide: Int32 = -1

    let score: Double
    /// The index of the attack species, or ``bonaFide``.
    let species: Int32
    /// The index of the person.
    let person: Int32
  }

  let entries: [Entry]
  let speciesCount: Int
  let personCount: Int

  /// Takes the presentations that have a score; one without a subject stands for a person of its own.
  init(_ presentations: [Presentation]) {
    var species: [String: Int32] = [:]
    var people: [String: Int32] = [:]
    var strangers: Int32 = 0
    var entries: [Entry] = []
    entries.reserveCapacity(presentations.count)
    for presentation in presentations {
      guard let score = presentation.score else { continue }
      let person: Int32
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
            ? Self.index(of: presentation.species, in: &species) : Entry.bonaFide,
          person: person))
    }
    let known = Int32(people.count)
    self.entries = entries.map { entry in
      entry.person >= 0
        ? entry
        : Entry(score: entry.score, species: entry.species, person: known - entry.person - 1)
    }.sorted { $0.score < $1.score }
    speciesCount = species.count
    personCount = Int(known + strangers)
  }

  /// Bona fide scores, and the attack scores of each species.
  init(bonaFide: [Double], attacks: [[Double]]) {
    var entries = bonaFide.enumerated().map {
      Entry(score: $1, species: Entry.bonaFide, person: Int32($0))
    }
    for (species, scores) in attacks.enumerated() {
      for score in scores {
        entries.append(Entry(score: score, species: Int32(species), person: Int32(entries.count)))
      }
    }
    self.entries = entries.sorted { $0.score < $1.score }
    speciesCount = attacks.count
    personCount = entries.count
  }

  private static func index(of name: String, in names: inout [String: Int32]) -> Int32 {
    if let index = names[name] { return index }
    let index = Int32(names.count)
    names[name] = index
    return index
  }
}

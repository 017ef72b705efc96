public import LivenessFaces

/// One presentation to the cameras: who or what it was, and what the system made of it.
///
/// ISO/IEC 30107-3 counts presentations; where each frame of one is judged for itself, ``unit`` says so.
public struct Presentation: Sendable, Hashable {
  /// Who or what was presented.
  public enum Label: String, Sendable, Hashable, CaseIterable {
    /// A living person, as intended.
    case bonaFide = "bona-fide"
    /// A presentation attack.
    case attack
  }

  /// What the system answered.
  public enum Response: Sendable, Hashable {
    /// A score; higher means more live.
    case score(Double)
    /// No answer, for the reason given: no face, a quality check, an image that is missing.
    case none(reason: String)
    /// No answer yet: it has not been judged.
    case notJudged
  }

  /// What is counted as one.
  public enum Unit: String, Sendable, Hashable, CaseIterable {
    /// A single frame, of which a presentation may have many.
    case frame
    /// A whole presentation, with one answer.
    case presentation
  }

  /// What tells this presentation from every other: a path or a number.
  public var id: String
  /// Who or what was presented.
  public var label: Label
  /// What the system answered.
  public var response: Response
  /// The attack instrument species, such as `print-flat`; empty where it is unknown.
  public var species: String
  /// The attack potential of the species, such as `A`; empty where it is unknown.
  public var level: String
  /// What the attack instrument is made of; empty where it is unknown.
  public var material: String
  /// The light it was taken in, such as `back`; empty where it is unknown.
  public var illumination: String
  /// The person; empty where it is unknown.
  public var subject: String
  /// The camera; empty where it is unknown.
  public var camera: String
  /// A group of people whose rates are compared; empty where it is unknown.
  public var group: String
  /// The part of the data set, such as `dev` or `test`; empty where there are no parts.
  public var split: String
  /// Whether a matcher took it for the person it was presented as; `nil` where none was asked.
  public var matched: Bool?
  /// What is counted as one; `nil` where it is not said.
  public var unit: Unit?
  /// What the capture looked like to the model; `nil` where it is unknown.
  public var inputs: InputMeasurement?
  /// What became of its key points; `nil` where the true ones are unknown.
  public var keyPoints: KeyPointAccuracy.Outcome?

  /// Describes a presentation.
  public init(
    id: String, label: Label, response: Response, species: String = "", level: String = "",
    material: String = "", illumination: String = "", subject: String = "", camera: String = "",
    group: String = "", split: String = "", matched: Bool? = nil,
    unit: Unit? = nil, inputs: InputMeasurement? = nil,
    keyPoints: KeyPointAccuracy.Outcome? = nil
  ) {
    self.id = id
    self.label = label
    self.response = response
    self.species = species
    self.level = level
    self.material = material
    self.illumination = illumination
    self.subject = subject
    self.camera = camera
    self.group = group
    self.split = split
    self.matched = matched
    self.unit = unit
    self.inputs = inputs
    self.keyPoints = keyPoints
  }

  /// The score; `nil` where there was no answer.
  public var score: Double? {
    if case .score(let score) = response { score } else { nil }
  }
}

extension [Presentation] {
  /// The names of the splits, sorted; empty where there are none.
  var splits: [String] { Set(map(\.split)).subtracting([""]).sorted() }

  /// The presentations of a split; all where `nil` is asked for.
  func inSplit(_ split: String?) -> [Presentation] {
    split.map { name in filter { $0.split == name } } ?? self
  }

  /// The labels of which no presentation has a score.
  var labelsWithoutScore: [Presentation.Label] {
    Presentation.Label.allCases.filter { label in
      !contains { $0.label == label && $0.score != nil }
    }
  }
}

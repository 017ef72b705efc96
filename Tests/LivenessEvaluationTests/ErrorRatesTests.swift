import Liveness
import Testing

@testable import LivenessEvaluation

struct ErrorRatesTests {
  private func attack(
    _ score: Double?, _ species: String, light: String = "", material: String = ""
  ) -> Presentation {
    Presentation(
      id: "", label: .attack, response: score.map { .score($0) } ?? .none(reason: "noFace"),
      species: species, material: material, illumination: light)
  }

  private func person(_ score: Double?, light: String = "", group: String = "") -> Presentation {
    Presentation(
      id: "", label: .bonaFide, response: score.map { .score($0) } ?? .none(reason: "noFace"),
      illumination: light, group: group)
  }

  // Prints: one of four passes, one gets no answer. Masks: one of two passes. People: one of three
  // is refused, one gets no answer.
  private var presentations: [Presentation] {
    [0.1, 0.2, 0.5, 0.9].map { attack($0, "print") } + [attack(nil, "print")]
      + [0.3, 0.8].map { attack($0, "mask") } + [0.4, 0.7, 0.9, nil].map { person($0) }
  }

  @Test func `rates count by species, and the worst one is the headline`() throws {
    let rates = ErrorRates(presentations, rule: .liveAbove(0.5))
    #expect(rates.species.map(\.name) == ["mask", "print"])
    #expect(rates.species.map(\.acceptedOfAnswered.share) == [0.5, 0.25])
    #expect(rates.worst?.name == "mask")
    #expect(rates.attacks.acceptedOfAnswered == Rate(2, of: 6))
    #expect(rates.bonaFide.rejectedOfAnswered == Rate(1, of: 3))
  }

  @Test func `no answer is counted apart, and as a refusal where that is asked`() {
    let rates = ErrorRates(presentations, rule: .liveAbove(0.5))
    #expect(rates.species[1].nonResponse == Rate(1, of: 5))
    #expect(rates.species[1].acceptedOfAll == Rate(1, of: 5))
    #expect(rates.bonaFide.nonResponse == Rate(1, of: 4))
    #expect(rates.bonaFide.refusedOfAll == Rate(2, of: 4))
  }

  @Test func `where a curve begins everything with an answer is live`() {
    let rates = ErrorRates(presentations, rule: .liveAbove(-.infinity))
    #expect(rates.attacks.acceptedOfAnswered == Rate(6, of: 6))
    #expect(rates.bonaFide.rejectedOfAnswered == Rate(0, of: 3))
    #expect(rates.bonaFide.nonResponse == Rate(1, of: 4))
  }

  @Test func `the two conventions of ACER differ`() throws {
    let rates = ErrorRates(presentations, rule: .liveAbove(0.5))
    #expect(rates.worstSpeciesACER == (0.5 + 1.0 / 3) / 2)
    #expect(rates.pooledACER == (2.0 / 6 + 1.0 / 3) / 2)
    #expect(ErrorRates([person(1)], rule: .liveAbove(0.5)).pooledACER == nil)
    #expect(ErrorRates([person(1)], rule: .liveAbove(0.5)).worst == nil)
  }

  @Test func `what the whole system accepts is live and matches, of all that were compared`() {
    func compared(_ score: Double?, matched: Bool?) -> Presentation {
      var presentation = attack(score, "print")
      presentation.matched = matched
      return presentation
    }
    let rates = ErrorRates(
      [
        compared(0.9, matched: true), compared(0.9, matched: false), compared(0.1, matched: true),
        compared(nil, matched: true), compared(0.9, matched: nil), attack(0.9, "mask"),
      ], rule: .liveAbove(0.5))
    #expect(rates.species.map(\.name) == ["mask", "print"])
    #expect(rates.species[0].acceptedByWholeSystem == nil)
    #expect(rates.species[1].acceptedByWholeSystem == Rate(1, of: 4))
    #expect(rates.attacks.acceptedByWholeSystem == Rate(1, of: 4))
    #expect(rates.bonaFide.acceptedByWholeSystem == nil)
    #expect(rates.species[1].acceptedOfAnswered == Rate(3, of: 4))
  }

  @Test func `a score between two thresholds is no answer`() {
    let rates = ErrorRates(presentations, rule: .agreement(liveAbove: 0.8, spoofAbove: 0.55))
    #expect(rates.bonaFide.live == 1 && rates.bonaFide.spoof == 1)
    #expect(rates.bonaFide.unanswered == 2)
  }

  @Test func `rates are told by light, material and group`() throws {
    let lit =
      [attack(0.9, "print", light: "dark", material: "matte paper")]
      + [attack(0.1, "print", light: "bright", material: "matte paper")]
      + [person(0.9, light: "dark", group: "a"), person(0.4, light: "dark", group: "a")]
      + [person(0.9, group: "b"), person(0.2, group: "c"), person(0.3, group: "c")]
    let lights = ConditionRates.by(.illumination, lit, rule: .liveAbove(0.5))
    #expect(lights.map(\.name) == ["bright", "dark"])
    #expect(lights[1].rates.attacks.acceptedOfAnswered == Rate(1, of: 1))
    #expect(lights[1].rates.bonaFide.rejectedOfAnswered == Rate(1, of: 2))
    let materials = ConditionRates.by(.material, lit, rule: .liveAbove(0.5))
    #expect(materials.map(\.rates.attacks.total) == [2])
    let groups = ConditionRates.by(.group, lit, rule: .liveAbove(0.5))
    let spread = try #require(GroupSpread(groups))
    #expect(spread.least.name == "b" && spread.greatest.name == "c" && spread.ratio == .infinity)
    #expect(GroupSpread(Array(groups.prefix(1))) == nil)
    #expect(GroupSpread([groups[0], groups[2]])?.ratio == 2)
    #expect(GroupSpread([groups[1], groups[1]])?.ratio == 1)
  }

  @Test func `probabilities that are always right have no calibration error`() throws {
    let calibration = try #require(
      ProbabilityCalibration([(score: 1, isBonaFide: true), (score: 0, isBonaFide: false)]))
    #expect(calibration.brier == 0 && calibration.expectedError == 0)
    #expect(calibration.bins.map(\.count) == [1, 1])
    let even = try #require(
      ProbabilityCalibration([(score: 0.75, isBonaFide: true), (score: 0.75, isBonaFide: false)]))
    #expect(even.brier == (0.0625 + 0.5625) / 2 && even.expectedError == 0.25)
    #expect(ProbabilityCalibration([(score: 1.5, isBonaFide: true)]) == nil)
    #expect(ProbabilityCalibration([]) == nil)
  }

  @Test func `drawing one person again and again leaves no spread`() throws {
    let one = [(0.1, Presentation.Label.attack), (0.9, .bonaFide)].map {
      Presentation(id: "", label: $1, response: .score($0), subject: "only")
    }
    let intervals = BootstrapIntervals(one, replicates: 20) { [$0.areaUnderCurve] }
    #expect(intervals.people == 1)
    #expect(intervals.interval(ofFigure: 0) == ConfidenceInterval(lower: 1, upper: 1))
    #expect(intervals.interval(ofFigure: 1) == nil)
    let none = BootstrapIntervals([one[0]], replicates: 5) { [$0.areaUnderCurve] }
    #expect(none.interval(ofFigure: 0) == nil)
  }
}

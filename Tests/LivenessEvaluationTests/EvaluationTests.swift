import Liveness
import TestSupport
import Testing

@testable import LivenessEvaluation

struct EvaluationTests {
  private func presentations(
    bonaFide: [Double], attacks: [Double], split: String = "", subject: String = ""
  ) -> [Presentation] {
    bonaFide.map {
      Presentation(
        id: "", label: .bonaFide, response: .score($0), subject: subject, group: "all",
        split: split)
    }
      + attacks.map {
        Presentation(
          id: "", label: .attack, response: .score($0), species: "print", subject: subject,
          split: split)
      }
  }

  @Test func `the rule is the given one, else the development split's, else flattering`() throws {
    let test = presentations(bonaFide: [0.2, 0.8], attacks: [0.1, 0.4])
    let development = presentations(bonaFide: [0.6, 0.7], attacks: [0.3, 0.2])
    let given = Evaluation(test, rule: .liveAbove(0.9), replicates: 10)
    #expect(given.ruleSource == .given && given.rates.bonaFide.spoof == 2)
    let model = Evaluation(test, rule: .liveAbove(0.5), isModelRule: true, replicates: 10)
    #expect(model.ruleSource == .model && model.halfTotalError == nil)
    let split = Evaluation(test, development: development, replicates: 10)
    #expect(split.ruleSource == .development && split.rule == .liveAbove(0.3))
    #expect(split.halfTotalError?.rate == 0.5 && split.expectedPerformance.count == 21)
    let own = Evaluation(test, replicates: 10)
    #expect(own.ruleSource == .evaluated && own.remarks.contains { $0.contains("flatters") })
  }

  @Test func `a missing class is said, and the other one is still counted`() {
    let attacks = Evaluation(
      presentations(bonaFide: [], attacks: [0.1, 0.9]), rule: .liveAbove(0.5), replicates: 10)
    #expect(attacks.figures == nil && attacks.operatingPoints.isEmpty)
    #expect(attacks.rates.attacks.acceptedOfAnswered.share == 0.5)
    #expect(attacks.remarks.contains { $0.contains("no scores of bona fide presentations") })
    let people = Evaluation(
      presentations(bonaFide: [0.9], attacks: []), rule: .liveAbove(0.5), replicates: 10)
    #expect(people.remarks.contains { $0.contains("no scores of attacks") })
    #expect(Evaluation([], replicates: 10).rates.bonaFide.total == 0)
  }

  @Test func `scores that are all equal are said`() {
    let evaluation = Evaluation(
      presentations(bonaFide: [0.5], attacks: [0.5]), rule: .liveAbove(0.5), replicates: 10)
    #expect(evaluation.remarks.contains { $0.contains("Every score is the same") })
    #expect(evaluation.figures?.areaUnderCurve.value == 0.5)
  }

  @Test func `people of both splits are told`() {
    let both = Evaluation(
      presentations(bonaFide: [0.9], attacks: [0.1], subject: "anna"),
      development: presentations(bonaFide: [0.9], attacks: [0.1], subject: "anna"), replicates: 10)
    #expect(both.remarks.contains { $0.contains("1 person stands in the development split") })
  }

  @Test func `attacks of which no match is known are said where others have one`() {
    var attacks = presentations(bonaFide: [0.9], attacks: [0.1, 0.2, 0.7])
    func remarks() -> [String] {
      Evaluation(attacks, rule: .liveAbove(0.5), replicates: 10).remarks
    }
    #expect(!remarks().contains { $0.contains("IAPAR") })
    attacks[1].matched = true
    #expect(remarks().contains { $0.contains("IAPAR is that of 1 of 3 attacks") })
    for index in attacks.indices { attacks[index].matched = false }
    #expect(!remarks().contains { $0.contains("IAPAR") })
  }

  @Test func `what is counted is said, and frames are no presentations`() {
    var frames = presentations(bonaFide: [0.9], attacks: [0.1])
    #expect(Evaluation(frames, replicates: 10).unit == .presentation)
    #expect(Evaluation(frames, unit: .frame, replicates: 10).unit == .frame)
    for index in frames.indices { frames[index].unit = .frame }
    let evaluation = Evaluation(frames, replicates: 10)
    #expect(evaluation.unit == .frame)
    #expect(evaluation.remarks.contains { $0.contains("Frames are counted") })
    #expect(!Evaluation([], replicates: 10).remarks.contains { $0.contains("Frames are counted") })
  }

  @Test func `rates that too few attacks cannot show have no figure`() throws {
    let few = Evaluation(
      presentations(
        bonaFide: [0.9, 0.8], attacks: (0..<100).map { Double($0) / 200 }),
      rule: .liveAbove(0.5), replicates: 10)
    let figures = try #require(few.figures)
    #expect(figures.truePositives[0].rate == Rate(2, of: 2))
    #expect(figures.truePositives[1].rate == nil && figures.truePositives[2].rate == nil)
    #expect(figures.truePositives[1].resolution == .insufficient(needed: 1000))
    #expect(figures.bonaFideErrors.map(\.oneIn) == [10, 20, 100])
    #expect(figures.people == 102 && figures.replicates == 10)
  }

  @Test func `the same seed gives the same intervals, another one others`() throws {
    var generator = SeededGenerator(seed: 3)
    let many = presentations(
      bonaFide: (0..<80).map { _ in Double.random(in: 0.3..<1, using: &generator) },
      attacks: (0..<80).map { _ in Double.random(in: 0..<1, using: &generator) })
    func interval(_ seed: UInt64) -> ConfidenceInterval? {
      Evaluation(many, replicates: 50, seed: seed).figures?.areaUnderCurve.interval
    }
    #expect(interval(1) == interval(1))
    #expect(interval(1) != interval(2))
  }
}

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
    let model = Evaluation(test, rule: .liveAbove(0.5), ruleSource: .model, replicates: 10)
    #expect(model.ruleSource == .model && model.halfTotalError == nil)
    let split = try Evaluation(test, development: development, replicates: 10)
    #expect(split.ruleSource == .development && split.rule == .liveAbove(0.3))
    #expect(split.halfTotalError?.rate == 0.5 && split.expectedPerformance.count == 21)
    let own = try Evaluation(test, replicates: 10)
    #expect(own.ruleSource == .evaluated && own.remarks.contains { $0.contains("flatters") })
    #expect(own.rule == own.figures.map { DecisionRule.liveAbove($0.equalErrorThreshold) })
  }

  @Test func `no threshold is made up where a class has no scores`() throws {
    let attacks = presentations(bonaFide: [], attacks: [0.1, 0.9])
    #expect(throws: CalibrationError.missingClass(.bonaFide)) {
      _ = try Evaluation(attacks, replicates: 10)
    }
    #expect(throws: CalibrationError.missingClass(.attack)) {
      _ = try Evaluation(presentations(bonaFide: [0.9], attacks: []), replicates: 10)
    }
    let development = presentations(bonaFide: [0.6], attacks: [0.3])
    let evaluation = try Evaluation(attacks, development: development, replicates: 10)
    #expect(evaluation.ruleSource == .development && evaluation.rates.attacks.live == 1)
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
    let none = Evaluation([], rule: .liveAbove(0.5), replicates: 10)
    #expect(none.rates.bonaFide.total == 0)
    #expect(none.remarks.contains { $0.contains("of bona fide presentations or of attacks") })
  }

  @Test func `attacks that have reasons and no scores are the class that is missing`() {
    let silent = Presentation(id: "", label: .attack, response: .none(reason: "noFace"))
    let evaluation = Evaluation(
      presentations(bonaFide: [0.9], attacks: []) + [silent], rule: .liveAbove(0.5), replicates: 10)
    #expect(evaluation.remarks.contains { $0.contains("no scores of attacks") })
  }

  @Test func `one person alone is drawn to no interval`() throws {
    let one = Evaluation(
      presentations(bonaFide: [0.9, 0.4], attacks: [0.1, 0.6], subject: "anna"),
      rule: .liveAbove(0.5), replicates: 10)
    let figures = try #require(one.figures)
    #expect(figures.people == 1 && figures.equalErrorRate.value == 0.5)
    #expect(figures.equalErrorRate.interval == nil && figures.areaUnderCurve.interval == nil)
    #expect(figures.bonaFideErrors.allSatisfy { $0.interval == nil })
  }

  @Test func `a cancelled task draws nobody`() async throws {
    let scores = presentations(bonaFide: [0.9, 0.4], attacks: [0.1, 0.6])
    let task = Task {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      return Evaluation(scores, rule: .liveAbove(0.5), replicates: 10).figures
    }
    let figures = try #require(await task.value)
    #expect(figures.people == 4 && figures.areaUnderCurve.interval == nil)
  }

  @Test func `the grid of CASIA-SURF takes no score outside of it`() {
    func grid(_ score: Double) -> [CASIATruePositives] {
      Evaluation(
        presentations(bonaFide: [0.9], attacks: [score]), rule: .liveAbove(0.5),
        isCASIACompatible: true, replicates: 1
      ).casiaTruePositives
    }
    #expect(grid(0.1).count == 3 && grid(-0.1).isEmpty && grid(1.5).isEmpty)
  }

  @Test func `scores that are all equal are said`() {
    let evaluation = Evaluation(
      presentations(bonaFide: [0.5], attacks: [0.5]), rule: .liveAbove(0.5), replicates: 10)
    #expect(evaluation.remarks.contains { $0.contains("Every score is the same") })
    #expect(evaluation.figures?.areaUnderCurve.value == 0.5)
  }

  @Test func `people of both splits are told`() throws {
    let both = try Evaluation(
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

  @Test func `what is counted is said, and frames are no presentations`() throws {
    var frames = presentations(bonaFide: [0.9], attacks: [0.1])
    #expect(try Evaluation(frames, replicates: 10).unit == .presentation)
    #expect(try Evaluation(frames, unit: .frame, replicates: 10).unit == .frame)
    for index in frames.indices { frames[index].unit = .frame }
    let evaluation = try Evaluation(frames, replicates: 10)
    #expect(evaluation.unit == .frame)
    #expect(evaluation.remarks.contains { $0.contains("Frames are counted") })
    let none = Evaluation([], rule: .liveAbove(0.5), replicates: 10)
    #expect(!none.remarks.contains { $0.contains("Frames are counted") })
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
    func interval(_ seed: UInt64) throws -> ConfidenceInterval? {
      try Evaluation(many, replicates: 50, seed: seed).figures?.areaUnderCurve.interval
    }
    #expect(try interval(1) == interval(1))
    #expect(try interval(1) != interval(2))
  }
}

import Liveness
import Testing

@testable import LivenessEvaluation

struct ThresholdCalibrationTests {
  private func presentations(
    bonaFide: [Double], attacks: [Double], species: String = "print", subjects: Int = 0
  ) -> [Presentation] {
    func subject(_ index: Int) -> String { subjects > 0 ? "p\(index % subjects)" : "" }
    return bonaFide.enumerated().map {
      Presentation(id: "", label: .bonaFide, response: .score($1), subject: subject($0))
    }
      + attacks.enumerated().map {
        Presentation(
          id: "", label: .attack, response: .score($1), species: species, subject: subject($0))
      }
  }

  private func error(
    _ presentations: [Presentation], _ target: CalibrationTarget, comparesSpoof: Bool = false
  ) -> CalibrationError? {
    do throws(CalibrationError) {
      _ = try ThresholdCalibration(
        presentations, target: target, comparesSpoof: comparesSpoof)
      return nil
    } catch {
      return error
    }
  }

  @Test func `scores that are apart are told apart in their middle`() throws {
    let scores = presentations(bonaFide: [0.75, 1], attacks: [0, 0.25])
    for target in [CalibrationTarget.apcer(0), .equalError, .both(apcer: 0, bpcer: 0)] {
      let calibration = try ThresholdCalibration(scores, target: target)
      #expect(calibration.rule == .liveAbove(0.5), "\(target)")
      #expect(calibration.rates.attacks.live == 0 && calibration.rates.bonaFide.spoof == 0)
    }
    let spoof = try ThresholdCalibration(scores, target: .apcer(0), comparesSpoof: true)
    #expect(spoof.rule == .spoofAbove(0.5) && spoof.rates.bonaFide.spoof == 0)
  }

  @Test func `Row 1.42: a target is met with no more errors of the other kind than that takes`()
    throws
  {
    let scores = presentations(
      bonaFide: [0.25, 0.5, 0.75, 0.875], attacks: [0, 0.125, 0.375, 0.625])
    let strict = try ThresholdCalibration(scores, target: .apcer(0.2))
    #expect(strict.rule == .liveAbove(0.6875) && strict.rates.bonaFide.spoof == 2)
    let kind = try ThresholdCalibration(scores, target: .bpcer(0.2))
    #expect(kind.rule == .liveAbove(0.1875) && kind.rates.attacks.live == 2)
    let all = try ThresholdCalibration(scores, target: .apcer(0.9))
    #expect(all.rates.attacks.live == 3)
  }

  @Test func `two targets that no threshold meets leave a band without an answer`() throws {
    let scores = presentations(
      bonaFide: [0.25, 0.5, 0.75, 0.875], attacks: [0, 0.125, 0.375, 0.625])
    let calibration = try ThresholdCalibration(scores, target: .both(apcer: 0, bpcer: 0))
    #expect(calibration.rule == .agreement(liveAbove: 0.6875, spoofAbove: 1 - 0.1875))
    #expect(calibration.rates.attacks.live == 0 && calibration.rates.bonaFide.spoof == 0)
    #expect(calibration.rates.attacks.unanswered == 2)
    #expect(calibration.rates.bonaFide.unanswered == 2)
  }

  @Test func `the score of the last attack that is refused is refused by either probability`()
    throws
  {
    let scores =
      presentations(bonaFide: [0.9, 0.8], attacks: [0.95], species: "mask")
      + presentations(bonaFide: [], attacks: [0.1])
    for comparesSpoof in [false, true] {
      let calibration = try ThresholdCalibration(
        scores, target: .apcer(0), comparesSpoof: comparesSpoof)
      #expect(calibration.rates.attacks.live == 0, "\(calibration.rule)")
      #expect(calibration.rates.bonaFide.spoof == 2, "\(calibration.rule)")
    }
    let spoof = try ThresholdCalibration(scores, target: .apcer(0), comparesSpoof: true)
    guard case .spoofAbove(let threshold) = spoof.rule else {
      Issue.record("the probability of a spoof is compared")
      return
    }
    #expect(abs(threshold - 0.025) < 1e-15)
  }

  @Test func `scores that the other probability cannot tell apart have no threshold on it`()
    throws
  {
    for (attack, bonaFide) in [(0.2, 0.2.nextUp), (1e-17, 2e-17), (0.75, 0.75.nextUp)] {
      let scores = presentations(bonaFide: [bonaFide], attacks: [attack])
      let live = try ThresholdCalibration(scores, target: .apcer(0))
      #expect(live.rates.attacks.live == 0 && live.rates.bonaFide.spoof == 0)
      #expect(error(scores, .apcer(0), comparesSpoof: true) == .noThreshold(.apcer(0)))
    }
    // Everything is live, or nothing.
    let crossed = presentations(bonaFide: [0.1], attacks: [0.5])
    #expect(error(crossed, .bpcer(0), comparesSpoof: true) == nil)
    let low = presentations(bonaFide: [1e-17], attacks: [0.5])
    #expect(error(low, .bpcer(0)) == nil)
    #expect(error(low, .bpcer(0), comparesSpoof: true) == .noThreshold(.bpcer(0)))
    let certain = presentations(bonaFide: [0.9], attacks: [1])
    #expect(error(certain, .apcer(0), comparesSpoof: true) == .noThreshold(.apcer(0)))
    let band = presentations(bonaFide: [1e-17, 0.9], attacks: [2e-18, 0.5])
    #expect(error(band, .both(apcer: 0, bpcer: 0)) == .noThreshold(.both(apcer: 0, bpcer: 0)))
  }

  @Test func `what cannot be calibrated is refused with its reason`() {
    let one = presentations(bonaFide: [0.5], attacks: [])
    #expect(error(one, .equalError) == .missingClass(.attack))
    #expect(error([], .equalError) == .missingClass(.bonaFide))
    let equal = presentations(bonaFide: [0.5, 0.5], attacks: [0.5])
    #expect(error(equal, .equalError) == .allScoresEqual(0.5))
    let wild = presentations(bonaFide: [1.5], attacks: [0.5])
    #expect(error(wild, .equalError) == .notAProbability(id: "", score: 1.5))
    let certain = presentations(bonaFide: [0.9], attacks: [1])
    #expect(error(certain, .apcer(0)) == .noThreshold(.apcer(0)))
    #expect(error(certain, .apcer(-0.1)) == .target(-0.1))
    #expect(error(certain, .both(apcer: 0.1, bpcer: .nan)) != nil)
  }

  @Test func `few captures are said to show little`() throws {
    let scores = presentations(
      bonaFide: Array(repeating: 0.9, count: 40), attacks: Array(repeating: 0.1, count: 60),
      subjects: 4)
    let calibration = try ThresholdCalibration(scores, target: .apcer(0.01))
    let text = calibration.remarks.joined(separator: "\n")
    #expect(text.contains("print: no error in 60; 5.0 % is possible (rule of three, 3/60)"))
    #expect(text.contains("To show APCER of at most 1.0 % takes 299 without an error"))
    #expect(text.contains("100 captures show 4 people"))
    let many = try ThresholdCalibration(
      presentations(
        bonaFide: Array(repeating: 0.9, count: 40), attacks: Array(repeating: 0.1, count: 600)),
      target: .apcer(0.01))
    #expect(!many.remarks.joined().contains("To show APCER"))
    #expect(many.remarks.joined().contains("No subject is named"))
  }

  @Test(arguments: [(58, true), (59, false)])
  func `as many captures as are asked for are enough`(count: Int, isAsked: Bool) throws {
    let calibration = try ThresholdCalibration(
      presentations(bonaFide: [0.9], attacks: Array(repeating: 0.1, count: count)),
      target: .apcer(0.05))
    let remarks = calibration.remarks.joined(separator: "\n")
    #expect(remarks.contains("takes 59 without an error") == isAsked)
    #expect(Rate.errorFreeTrials(toShow: 0.05) == 59)
  }

  @Test(arguments: [
    (0, "0 %"), (0.05, "5.0 %"), (0.5, "50 %"), (0.0002, "0.020 %"), (1, "100 %"),
    (0.0999, "10 %"), (0.1, "10 %"),
  ])
  func `shares are told with two digits`(share: Double, text: String) {
    #expect(Percent.text(share) == text)
  }
}

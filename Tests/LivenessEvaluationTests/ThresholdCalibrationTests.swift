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
    _ presentations: [Presentation], _ target: CalibrationTarget
  ) -> CalibrationError? {
    do throws(CalibrationError) {
      _ = try ThresholdCalibration(presentations, target: target)
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

  @Test(arguments: [
    (0, "0 %"), (0.05, "5.0 %"), (0.5, "50 %"), (0.0002, "0.020 %"), (1, "100 %"),
    (0.0999, "10 %"), (0.1, "10 %"),
  ])
  func `shares are told with two digits`(share: Double, text: String) {
    #expect(Percent.text(share) == text)
  }
}

import Liveness
import LivenessFaces
import LivenessLayers
import TestSupport
import Testing

@testable import LivenessEvaluation

struct InputDriftTests {
  /// What the embedded model was trained on.
  private func statistics() throws -> InputStatistics {
    try #require(try LivenessDetector().inputStatistics)
  }

  private func measurement(_ size: Double, brightness: Double? = nil) -> InputMeasurement {
    var values: [InputQuantity: Double] = [.faceSize: size]
    values[.imageBrightness] = brightness
    return InputMeasurement(values: values)
  }

  @Test func `captures outside are counted by quantity, and once in any of them`() throws {
    let statistics = try statistics()
    let sizes = try #require(statistics.range(of: .faceSize))
    let lights = try #require(statistics.range(of: .imageBrightness))
    let drift = try #require(
      InputDrift(
        [
          measurement(sizes.lowerBound), measurement(sizes.upperBound, brightness: 0.5),
          measurement(sizes.lowerBound - 1, brightness: lights.upperBound + 0.01),
          measurement(sizes.upperBound + 1),
        ], statistics: statistics))
    #expect(drift.entries.map(\.quantity) == [.faceSize, .imageBrightness])
    #expect(drift.entries[0].outside == Rate(2, of: 4))
    #expect(drift.entries[0].below == 1)
    #expect(drift.entries[0].trained == sizes)
    #expect(drift.entries[1].outside == Rate(1, of: 2))
    #expect(drift.anywhere == Rate(2, of: 4))
    #expect(abs(drift.expected - 0.01) < 1e-12)
    #expect(drift.entries[0].trainedQuartiles.count == 3)
  }

  @Test func `quantiles are values that occur`() throws {
    let drift = try #require(
      InputDrift((1...100).map { measurement(Double($0)) }, statistics: try statistics()))
    #expect(drift.entries[0].quantiles == [3, 25, 50, 75, 98])
    let one = try #require(InputDrift([measurement(7)], statistics: try statistics()))
    #expect(one.entries[0].quantiles == [7, 7, 7, 7, 7])
  }

  @Test func `a few captures outside are chance, many are drift`() throws {
    let statistics = try statistics()
    func drift(_ outside: Int, of total: Int) throws -> InputDrift {
      let measurements = (0..<total).map { measurement($0 < outside ? 10_000 : 200) }
      return try #require(InputDrift(measurements, statistics: statistics))
    }
    #expect(try drift(1, of: 20).drifted.isEmpty)
    #expect(try drift(2, of: 100).drifted.isEmpty)
    #expect(try drift(8, of: 100).drifted.map(\.quantity) == [.faceSize])
  }

  @Test func `where nothing was measured nothing is said`() throws {
    #expect(InputDrift([], statistics: try statistics()) == nil)
    #expect(InputDrift([InputMeasurement(values: [:])], statistics: try statistics()) == nil)
  }

  @Test func `an evaluation compares what it is given, and warns`() throws {
    let presentations = (0..<40).map { index in
      Presentation(
        id: "\(index)", label: index % 2 == 0 ? .bonaFide : .attack,
        response: .score(Double(index % 2)), inputs: measurement(5000))
    }
    let evaluation = Evaluation(
      presentations, rule: .liveAbove(0.5), statistics: try statistics(), replicates: 10)
    #expect(evaluation.drift?.anywhere == Rate(40, of: 40))
    #expect(evaluation.remarks.contains { $0.contains("face_pixels of 40 of 40") })
    #expect(Evaluation(presentations, rule: .liveAbove(0.5), replicates: 10).drift == nil)
  }
}

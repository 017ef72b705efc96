import Liveness
import LivenessFaces
import LivenessLayers
import TestSupport
import Testing

struct TrainingRangeTests {
  /// Nothing but the training range is asked of a capture of nobody.
  private func policy(_ rule: TrainingRangeRule = .noted) -> LivenessPolicy {
    LivenessPolicy(plausibleInterOcularDistance: 0...10, trainingRange: rule)
  }

  /// Statistics that the synthetic capture, with a face of 125 pixels, lies within or not.
  private func file(faceSizes: String) -> FusionFile {
    var file = FusionFile()
    file.statistics = """
      {"captures": 10, "quantiles": [0, 1], "quantities": {"face_pixels": [\(faceSizes)]}}
      """
    return file
  }

  @Test func `the embedded model says what it was trained on`() throws {
    let statistics = try #require(try LivenessDetector().inputStatistics)
    #expect(statistics.quantities == InputQuantity.allCases)
    #expect(statistics.captures >= 1000)
    for quantity in statistics.quantities {
      let range = try #require(statistics.range(of: quantity))
      #expect(range.lowerBound < range.upperBound, "\(quantity)")
    }
  }

  @Test func `a capture like those of the training is live, whatever the policy`() throws {
    for rule in [TrainingRangeRule.noted, .required] {
      let detector = try file(faceSizes: "100, 125").detector(policy: policy(rule))
      let result = try detector.detect(SyntheticCapture().capture())
      #expect(result.decision == .live)
      #expect(result.outsideTrainingRange.isEmpty)
      #expect(result.inputs?[.faceSize] == 125)
    }
  }

  @Test func `an unlike capture is noted, and the decision stays`() throws {
    let result = try file(faceSizes: "200, 300").detector(policy: policy()).detect(
      SyntheticCapture().capture())
    #expect(result.decision == .live)
    #expect(result.reasons.isEmpty)
    #expect(
      result.outsideTrainingRange == [
        InputOutlier(quantity: .faceSize, value: 125, range: 200...300)
      ])
  }

  @Test func `where the policy requires the range an unlike capture is not live`() throws {
    let result = try file(faceSizes: "200, 300").detector(policy: policy(.required)).detect(
      SyntheticCapture().capture())
    #expect(result.decision == .undetermined)
    #expect(result.reasons == [.outsideTrainingRange])
    #expect(result.liveProbability != nil)
    #expect(result.outsideTrainingRange.map(\.quantity) == [.faceSize])
  }

  @Test func `a range that no card states cannot be required`() throws {
    #expect(try FusionFile().detector().inputStatistics == nil)
    #expect(throws: LivenessError.self) {
      try FusionFile().detector(policy: policy(.required))
    }
  }
}

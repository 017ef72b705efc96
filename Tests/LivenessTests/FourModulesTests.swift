import LivenessFaces
import LivenessSensing
import LivenessTensors
import Testing

@testable import Liveness

/// The modules of US 2019/0347823 A1, figures 4A to 4C, called by hand.
struct FourModulesTests {
  @Test func `Row 1.47: the four modules one by one give what detect gives`() throws {
    let detector = try LivenessDetector()
    let capture = try SyntheticCapture().capture()
    let whole = try detector.detect(capture, keepingStages: true)
    let subject = try preprocessed(capture, for: detector, misalignment: whole.misalignment)
    let stages = try #require(whole.stages)
    #expect(subject.imageCrop == stages.imageCrop && subject.heatmaps == stages.heatmaps)
    #expect(whole.keyPoints == subject.keyPoints)
    let inputs = detector.fusionModel.inputs(of: subject)
    #expect(inputs.map(\.shape) == [[1, 2, 112, 112], [1, 2, 112, 112]])
    let logits = detector.fusionModel.logits(of: inputs, threads: 1)
    let probability = detector.fusionModel.liveProbability(of: [logits], on: [.nearInfrared])
    #expect(probability.bitPattern == whole.liveProbability?.bitPattern)
    let decision = LivenessDecision(
      liveProbability: probability, rule: detector.rule, reasons: whole.reasons)
    #expect(decision == whole.decision)
  }

  /// What the preprocessing module gives the network: depth and image on one grid, the crops around
  /// the face, and the key points.
  private func preprocessed(
    _ capture: LivenessCapture, for detector: LivenessDetector, misalignment: Misalignment?
  ) throws -> FusionSubject {
    let (image, box) = (capture.images[0], try #require(capture.faceBox))
    var aligned = try AlignedFrames(alreadyAligned: capture.depth, to: image)
    if let misalignment, misalignment.isCertain {
      let shift = misalignment.shift
      aligned = aligned.shifted(by: SIMD2(Int(shift.x.rounded()), Int(shift.y.rounded())))
    }
    let crop = detector.fusionModel.crop(around: box)
    guard case .model(let finder) = detector.keyPoints else { throw LivenessError.noBundledWeights }
    let own = finder.crop(around: box)
    let found = try #require(finder.find(on: own.grey(of: image), threads: 1))
    let keyPoints = found.mapped(own.framePoint)
    let cropPoints = own == crop ? found : keyPoints.mapped(crop.cropPoint)
    return FusionSubject(
      aligned: aligned, images: [image], keyPoints: keyPoints, crop: crop, cropPoints: cropPoints,
      imageCrop: crop.grey(of: image), depthCrop: crop.depth(of: aligned.depth),
      heatmaps: detector.fusionModel.heatmaps.draw(cropPoints, size: crop.size))
  }
}

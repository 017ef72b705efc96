import LivenessTensors
import TestSupport
import Testing

@testable import Liveness
@testable import LivenessLayers

/// Fusion and decision, row by row of the requirements.
struct FusionRowTests {
  private typealias Model = DescribedModel

  private func model(
    _ fusion: String, dense: [[Int]] = [[6], [6]], coordinates: Bool = false
  ) -> DescribedModel {
    Model.twoBranches(
      [Model.stage([4])], [Model.stage([5])], dense: dense, fusion: fusion,
      coordinates: coordinates)
  }

  private func run(_ model: DescribedModel) throws -> FusionNetwork.Output {
    try model.network(model.inputs(images: 2), threads: 1)
  }

  @Test func `Row 1.35: fusion by connection puts the features side by side`() throws {
    let output = try run(model(#""kind": "concat""#, dense: [[6], [3]]))
    #expect(output.features == Concat(axis: 1)(output.branches))
  }

  @Test func `Row 1.36: fusion by addition adds features of one width and refuses others`() throws {
    let output = try run(model(#""kind": "addition""#))
    #expect(output.features == Add()(output.branches[0], output.branches[1]))
    let error = #expect(throws: CheckpointError.self) {
      try model(#""kind": "addition""#, dense: [[6], [3]]).description
    }
    #expect(
      error
        == .card(
          path: "architecture.fusion.kind",
          expected: "\"concat\" or \"full\" for branches of different widths",
          found: "\"addition\" of 6 and 3"))
  }

  @Test func `Row 1.37: fusion by full connection is a fully connected layer on all features`()
    throws
  {
    let output = try run(model(#""kind": "full", "features": 9"#, dense: [[6], [3]]))
    let layer = Linear(
      from: DrawnTensors.scope.scope("fusion").scope("dense"), inputFeatures: 9, outputFeatures: 9)
    let expected = ReLU()(layer(Concat(axis: 1)(output.branches)))
    #expect(output.features.difference(from: expected) <= 1e-5)
  }

  @Test(arguments: [
    #""kind": "concat""#, #""kind": "addition""#, #""kind": "full", "features": 9"#,
  ])
  func `Row 1.38: key points enter the fusion, and the answer depends on them`(
    fusion: String
  ) throws {
    let model = self.model(fusion, coordinates: true)
    let network = try model.network
    let inputs = try model.inputs()
    let output = network(inputs, threads: 1)
    let moved = Tensor(shape: [1, 136, 1, 1], scalars: inputs[2].scalars.map { $0 + 0.1 })
    let other = network([inputs[0], inputs[1], moved], threads: 1)
    #expect(other.logits != output.logits)
    #expect(other.branches == output.branches)
    let without = try self.model(fusion).description
    #expect(try model.description.joinedWidth == without.joinedWidth + 136)
  }

  @Test func `Row 1.39: two probabilities sum to 1 and stay finite for logits of 10 000`() {
    var generator = SeededGenerator(seed: 139)
    let pairs: [[Float]] =
      [[1e4, -1e4], [-1e4, 1e4], [1e4, 1e4], [0, 0]]
      + (0..<200).map { _ in generator.tensor([2], in: -1e4...1e4).scalars }
    for pair in pairs {
      let probabilities = Softmax(axis: 1)(Tensor(shape: [1, 2], scalars: pair)).scalars
      #expect(probabilities.count == 2)
      #expect(abs(probabilities[0] + probabilities[1] - 1) <= 1e-6)
      #expect(probabilities.allSatisfy { (0...1).contains($0) })
      #expect((probabilities[0] > probabilities[1]) == (pair[0] > pair[1]))
    }
  }

  @Test func `Row 1.40: live above the first threshold, and equality is fake`() {
    for threshold in [0.1, 0.5, 0.75, 0.999] {
      let rule = DecisionRule.liveAbove(threshold)
      #expect(rule.decide(liveProbability: threshold) == .spoof)
      #expect(rule.decide(liveProbability: threshold.nextUp) == .live)
      #expect(rule.decide(liveProbability: threshold.nextDown) == .spoof)
    }
  }

  @Test func `Row 1.41: fake above the second threshold, and equality is live`() {
    for threshold in [0.25, 0.5, 0.75] {
      let rule = DecisionRule.spoofAbove(threshold)
      #expect(rule.decide(liveProbability: 1 - threshold) == .live)
      #expect(rule.decide(liveProbability: 1 - threshold - 1e-12) == .spoof)
    }
    let both = DecisionRule.agreement(liveAbove: 0.75, spoofAbove: 0.75)
    #expect(both.decide(liveProbability: 0.5) == .undetermined)
  }

  @Test func `Row 1.43: both label modes are told by the model file, and others are refused`()
    throws
  {
    let capture = try SyntheticCapture().capture()
    let live: [Float] = [-5, 5]
    for (classes, logits) in [(["spoof", "live"], live), (["live", "spoof"], live.reversed())] {
      var model = constant(logits: logits)
      model = model.replacing(
        #""classes": ["spoof", "live"]"#, with: #""classes": \#(classes)"#)
      let detector = try model.detector(policy: .lenient)
      #expect(detector.labels.classes == classes)
      #expect(try detector.detect(capture).decision == .live)
    }
    for classes in [["live", "live"], ["live"], ["real", "fake"], ["live", "spoof", "mask"]] {
      let model = constant(logits: live).replacing(
        #""classes": ["spoof", "live"]"#, with: #""classes": \#(classes)"#)
      let error = #expect(throws: LivenessError.self) { try model.detector() }
      guard case .model(.card(path: "output.classes", _, _)) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }

  /// A model that gives the same logits whatever it sees.
  private func constant(logits: [Float]) -> DescribedModel {
    var model = self.model(#""kind": "concat""#)
    model.change = { name, tensor in
      switch name {
      case "head.logits.weight": Tensor(shape: tensor.shape)
      case "head.logits.bias": Tensor(shape: [2], scalars: logits)
      default: tensor
      }
    }
    return model
  }
}

extension LivenessPolicy {
  /// Asks nothing of a capture that a policy may leave out.
  static var lenient: LivenessPolicy {
    LivenessPolicy(
      minimumFaceSize: 0, minimumDepthCoverage: 0, plausibleInterOcularDistance: 0...1000)
  }
}

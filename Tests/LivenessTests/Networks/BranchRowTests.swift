import Foundation
import LivenessTensors
import TestSupport
import Testing

@testable import Liveness
@testable import LivenessLayers

/// The branches of a fusion network, row by row of the requirements.
struct BranchRowTests {
  private typealias Model = DescribedModel

  /// The features of each branch for changed inputs; the change is an input's name and a channel.
  private func branches(
    of model: DescribedModel, changing change: (input: String, channel: Int)? = nil
  ) throws -> [Tensor] {
    let description = try model.description
    let inputs = zip(description.inputs, try model.inputs()).map { input, tensor in
      guard let change, change.input == input.name else { return tensor }
      var scalars = tensor.scalars
      let plane = input.size * input.size
      for index in change.channel * plane..<(change.channel + 1) * plane { scalars[index] += 1 }
      return Tensor(shape: tensor.shape, scalars: scalars)
    }
    return try model.network(inputs, threads: 1).branches
  }

  /// The plan gives what the layers give.
  private func expectNumerics(
    _ model: DescribedModel, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let layers = try model.layers
    let inputs = try model.inputs(images: 2)
    let expected = layers.reference(inputs)
    let actual = layers.plan()(inputs, threads: 2)
    for (a, b) in zip(actual, [expected.features, expected.logits] + expected.branches) {
      #expect(a.difference(from: b) <= 1e-4, sourceLocation: sourceLocation)
    }
    #expect(
      expected.features.scalars.contains { $0 != 0 }, sourceLocation: sourceLocation)
  }

  @Test func `Row 1.25: the first feature is one of depth and key points`() throws {
    let model = Model.twoBranches([Model.stage([4])], [Model.stage([4])])
    let plain = try branches(of: model)
    #expect(try branches(of: model, changing: ("depth", 1))[0] != plain[0])
    #expect(try branches(of: model, changing: ("depth", 0))[0] != plain[0])
    #expect(try branches(of: model, changing: ("image", 0))[0] == plain[0])
  }

  @Test func `Row 1.26: the second feature is one of the image and key points`() throws {
    let model = Model.twoBranches([Model.stage([4])], [Model.stage([4])])
    let plain = try branches(of: model)
    #expect(try branches(of: model, changing: ("image", 1))[1] != plain[1])
    #expect(try branches(of: model, changing: ("image", 0))[1] != plain[1])
    #expect(try branches(of: model, changing: ("depth", 0))[1] == plain[1])
  }

  @Test func `Row 1.27: branches give the same bits in any order and at the same time`() throws {
    let model = try DescribedModel(preset: "depth-nir-rgb")
    let network = try model.network
    let inputs = try model.inputs(images: 2)
    let serial = network(inputs, threads: 1)
    for threads in 2...4 {
      let parallel = network(inputs, threads: threads)
      #expect(parallel.branches == serial.branches)
      #expect(parallel.logits == serial.logits)
    }
    let turned = model.replacing(
      #"{"name": "depth", "inputs": ["depth"]}"#, with: #"{"name": "rgb", "inputs": ["rgb"]}"#
    ).replacingLast(
      #"{"name": "rgb", "inputs": ["rgb"]}"#, with: #"{"name": "depth", "inputs": ["depth"]}"#)
    let other = try turned.network(turned.inputs(images: 2), threads: 2)
    #expect(other.branches.map(\.scalars) == serial.branches.reversed().map(\.scalars))
  }

  @Test func `Row 1.28: branches share one structure, or have structures of their own`() throws {
    let stages = [Model.stage([4]), Model.stage([6])]
    let own = Model.twoBranches(stages, stages)
    let inside = #""stages": [\#(stages.joined(separator: ", "))],\#n "dense": [6]"#
    let shared = own.replacing(", \(inside)}", with: "}").replacing(
      #""branches""#, with: #""shared_architecture": {\#(inside)}, "branches""#)
    #expect(try shared.description == own.description)
    let description = try shared.description
    #expect(description.branches[0].architecture == description.branches[1].architecture)
    let outputs = try shared.network(shared.inputs(), threads: 1)
    #expect(outputs.branches[0] != outputs.branches[1], "each branch has weights of its own")
    let different = Model.twoBranches(stages, [Model.stage([3])], dense: [[6], [7]])
    #expect(try different.network(different.inputs(), threads: 1).features.shape == [1, 13])
  }

  @Test func `Row 1.29: a stage of convolution and down-sampling and a fully connected layer`()
    throws
  {
    for downsampling in ["max", "average", "strided"] {
      let stage = Model.stage([5], normalization: "none", downsampling: downsampling)
      try expectNumerics(Model.twoBranches([stage], [stage]))
    }
  }

  @Test(arguments: 1...6) func `Row 1.30: n cascaded stages, the i-th pooling behind the i-th`(
    count: Int
  ) throws {
    var generator = SeededGenerator(seed: UInt64(count))
    let widths = (0..<count).map { _ in Int.random(in: 1...9, using: &generator) }
    let stages = widths.map { Model.stage([$0], normalization: "none") }
    let model = Model.twoBranches(stages, stages, dense: [[7], [4]], size: 70)
    let extent = widths.indices.reduce(70) { extent, _ in extent / 2 }
    let weights = try model.parameterShapes()["depth_branch.dense.weight"]
    #expect(weights == [7, widths[count - 1] * extent * extent])
    try expectNumerics(model)
  }

  @Test(arguments: ["batch", "instance", "layer"]) func `Row 1.31: a stage with normalization`(
    normalization: String
  ) throws {
    let stage = Model.stage([5], normalization: normalization)
    let model = Model.twoBranches([stage], [stage])
    try expectNumerics(model)
    let plain = Model.stage([5], normalization: "none")
    #expect(
      try branches(of: model) != branches(of: Model.twoBranches([plain], [plain])))
  }

  @Test(arguments: ["batch", "instance", "layer"])
  func `Row 1.32: n stages with a normalization each`(normalization: String) throws {
    let stages = [4, 7, 3].map { Model.stage([$0], normalization: normalization) }
    let model = Model.twoBranches(stages, stages)
    try expectNumerics(model)
    let scopes = (1...3).map { "depth_branch.stage\($0).norm.weight" }
    let shapes = try model.parameterShapes()
    #expect(scopes.map { shapes[$0] } == [[4], [7], [3]])
  }

  @Test func `Row 1.32: folding batch normalization changes less than one part in 100 000`()
    throws
  {
    let model = try DescribedModel(preset: "depth-nir")
    let inputs = try model.inputs(images: 2)
    let folded = try model.network(inputs, threads: 1).branches[0]
    let branch = DrawnTensors.scope.scope("depth_branch")
    var (x, channels) = (inputs[0], 2)
    for (index, width) in [16, 32, 64, 96, 128].enumerated() {
      let stage = branch.scope("stage\(index + 1)")
      let convolution = Conv2D(
        from: stage.scope("conv"), inputChannels: channels, outputChannels: width, kernelSize: 3,
        padding: 1, bias: false)
      let normalization = BatchNorm2D(from: stage.scope("norm"), channels: width)
      x = MaxPool2D(kernelSize: 2)(ReLU()(normalization(convolution(x))))
      channels = width
    }
    let dense = Linear(from: branch.scope("dense"), inputFeatures: 1152, outputFeatures: 64)
    #expect(folded.difference(from: ReLU()(dense(x.flattened()))) <= 1e-5)
  }

  @Test func `Row 1.33: several layers in a stage, and branches of different depths`() throws {
    let model = Model.twoBranches(
      [Model.stage([4, 5, 6]), Model.stage([3]), Model.stage([2, 8], downsampling: "average")],
      [Model.stage([7, 7])])
    try expectNumerics(model)
    let shapes = try model.parameterShapes()
    #expect(shapes["depth_branch.stage1.conv3.weight"] == [6, 5, 3, 3])
    #expect(shapes["image_branch.stage1.conv2.weight"] == [7, 7, 3, 3])
    #expect(shapes["image_branch.stage2.conv.weight"] == nil)
  }

  @Test(arguments: [[1], [64], [9, 5], [3, 4, 2]])
  func `Row 1.34: fully connected layers of any width behind the down-sampling`(
    widths: [Int]
  ) throws {
    let model = Model.twoBranches(
      [Model.stage([4])], [Model.stage([4], downsampling: "strided")], dense: [widths, [2]])
    let outputs = try model.network(model.inputs(images: 2), threads: 1)
    #expect(outputs.branches[0].shape == [2, widths[widths.count - 1]])
    #expect(outputs.features.shape == [2, widths[widths.count - 1] + 2])
    try expectNumerics(model)
  }
}

extension DescribedModel {
  /// The shapes that the network asks a checkpoint for.
  func parameterShapes() throws -> [String: Shape] {
    let recorder = ShapeRecorder()
    _ = FusionLayers(from: recorder.scope, description: try description)
    return recorder.shapes
  }

  /// The same with the last appearance of a text replaced.
  fileprivate func replacingLast(_ text: String, with other: String) -> DescribedModel {
    var model = self
    guard let range = members.range(of: text, options: .backwards) else { return self }
    model.members = members.replacingCharacters(in: range, with: other)
    return model
  }
}

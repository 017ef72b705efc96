import LivenessLayers
import LivenessTensors
import TestSupport
import Testing

@testable import Liveness

/// The networks with the weights of their authors, against what PyTorch recorded of them.
@Suite(.enabled(if: OutsideModels.folder != nil, "LIVENESS_MODELS names no folder"))
struct MiniFASNetTests {
  enum Network: String, CaseIterable {
    case v2 = "2.7_80x80_MiniFASNetV2"
    case v1SE = "4_0_0_80x80_MiniFASNetV1SE"

    var architecture: MiniFASNetArchitecture { self == .v2 ? .v2 : .v1SE }
  }

  private func file(_ name: String) throws -> SafetensorsFile {
    try SafetensorsFile(at: "\(try #require(OutsideModels.folder))/minifasnet/\(name).safetensors")
  }

  private func network(_ network: Network) throws -> MiniFASNet {
    try file(network.rawValue).build(ignoring: { $0.hasSuffix(".num_batches_tracked") }) {
      MiniFASNet(from: $0, architecture: network.architecture)
    }
  }

  @Test(arguments: Network.allCases, ["image_F1", "image_F2", "image_T1"])
  func `every recorded stage is reproduced`(network: Network, image: String) throws {
    let golden = try file("\(image)_\(network.rawValue)_golden")
    let stages = try self.network(network).stages(of: golden.tensor("input"))
    let values = Dictionary(stages.map { ($0.name, $0.value) }) { $1 }
    let elsewhere: Set = ["input", "conv1.conv", "logits", "softmax"]
    let recorded = golden.entries.filter {
      $0.elementType == .float32 && !elsewhere.contains($0.name)
    }
    #expect(recorded.count == (network == .v2 ? 28 : 34))
    for entry in recorded {
      let actual = try #require(values[entry.name], "\(entry.name) is no stage")
      let mismatch = Closeness.mismatch(actual, try golden.tensor(entry.name))
      #expect(mismatch == nil, "\(entry.name)")
    }
  }

  @Test(arguments: Network.allCases, ["image_F1", "image_F2", "image_T1"])
  func `logits and probabilities are reproduced`(network: Network, image: String) throws {
    let golden = try file("\(image)_\(network.rawValue)_golden")
    let logits = try self.network(network)(golden.tensor("input"))
    let probabilities = Softmax(axis: 1)(logits)
    func expect(_ actual: Tensor, near expected: [Double], within tolerance: Double) {
      #expect(actual.scalars.count == expected.count)
      for (a, b) in zip(actual.scalars, expected) { #expect(abs(Double(a) - b) <= tolerance) }
    }
    func recorded(_ name: String) throws -> [Double] {
      try golden.values(of: name, as: Double.self).elements
    }
    expect(logits, near: try golden.tensor("logits").scalars.map(Double.init), within: 1e-4)
    expect(logits, near: try recorded("logits_f64"), within: 1e-4)
    expect(probabilities, near: try golden.tensor("softmax").scalars.map(Double.init), within: 1e-5)
    expect(probabilities, near: try recorded("softmax_f64"), within: 1e-5)
  }

  @Test(arguments: Network.allCases)
  func `the first convolution is reproduced before its normalization`(network: Network) throws {
    let golden = try file("image_T1_\(network.rawValue)_golden")
    let convolution = try file(network.rawValue).build(ignoring: { !$0.hasPrefix("conv1.conv.") }) {
      Conv2D(
        from: $0.scope("conv1").scope("conv"), inputChannels: 3, outputChannels: 32,
        kernelSize: 3, stride: 2, padding: 1, bias: false)
    }
    let actual = try convolution(golden.tensor("input"))
    #expect(Closeness.mismatch(actual, try golden.tensor("conv1.conv")) == nil)
  }

  @Test(arguments: Network.allCases)
  func `the recorded input is the photo's bytes in the order blue, green, red`(
    network: Network
  ) throws {
    let golden = try file("image_T1_\(network.rawValue)_golden")
    let pixels = try golden.values(of: "input_u8_hwc_bgr", as: UInt8.self)
    #expect(pixels.shape == [80, 80, 3])
    let planes = (0..<3).flatMap { channel in
      stride(from: channel, to: pixels.elements.count, by: 3).map { Float(pixels.elements[$0]) }
    }
    #expect(try golden.tensor("input").scalars == planes)
  }

  @Test func `a batch gives what its images give alone`() throws {
    let network = try network(.v1SE)
    let images = try ["image_F1", "image_F2", "image_T1"].map {
      try file("\($0)_\(Network.v1SE.rawValue)_golden").tensor("input")
    }
    let batch = Tensor(shape: [3, 3, 80, 80], scalars: images.flatMap(\.scalars))
    let alone = Tensor(shape: [3, 3], scalars: images.flatMap { network($0).scalars })
    #expect(Closeness.mismatch(network(batch), alone) == nil)
  }

  @Test func `the weights of one variant do not fit the other`() throws {
    let file = try file(Network.v2.rawValue)
    let error = #expect(throws: CheckpointError.self) {
      try file.build { MiniFASNet(from: $0, architecture: .v1SE) }
    }
    guard case .parameters(let problems) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    let missing = problems.filter { if case .missing = $0 { true } else { false } }
    let unexpected = problems.filter { if case .unexpected = $0 { true } else { false } }
    #expect(missing.count == 30)
    #expect(unexpected.count == 50)
    #expect(
      problems.contains(
        .shape(
          name: "conv_3.model.1.conv.conv.weight", expected: [26, 64, 1, 1],
          found: [13, 64, 1, 1])))
  }
}

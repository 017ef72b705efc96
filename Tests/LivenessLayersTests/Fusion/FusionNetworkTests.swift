import LivenessTensors
import TestSupport
import Testing

@testable import LivenessLayers

/// Small fusion networks against what PyTorch recorded of them, and against their own layers.
struct FusionNetworkTests {
  /// The recorded networks: one or two convolutions a stage.
  enum Recorded: String, CaseIterable {
    case single, double

    var description: NetworkDescription {
      let count = self == .single ? 1 : 2
      let stages = [(8, true), (16, true), (20, false)].map { width, isPooled in
        NetworkDescription.Stage(
          convolutions: Array(
            repeating: NetworkDescription.Convolution(channels: width), count: count),
          downsampling: isPooled ? .max : .none)
      }
      let architecture = NetworkDescription.Branch.Architecture(stages: stages, dense: [12])
      return NetworkDescription(
        inputs: [("depth", 2), ("image", 4)].map {
          NetworkDescription.Input(name: $0, channels: $1, size: 28)
        },
        branches: ["depth", "image"].map {
          NetworkDescription.Branch(name: $0, inputs: [$0], architecture: architecture)
        },
        fusion: NetworkDescription.Fusion(.concat), hidden: [10])
    }

    func file() throws -> SafetensorsFile {
      try SafetensorsFile(at: Goldens.path("plan/fusion-\(rawValue).safetensors"))
    }
  }

  /// `|a − b| ≤ 1e-4 · max|b|` for every element.
  private func isNear(_ actual: Tensor, _ expected: Tensor) -> Bool {
    let tolerance = 1e-4 * (expected.scalars.map(abs).max() ?? 0)
    return actual.shape == expected.shape
      && zip(actual.scalars, expected.scalars).allSatisfy { abs($0 - $1) <= tolerance }
  }

  @Test(arguments: Recorded.allCases) func `recorded features and logits are reproduced`(
    recorded: Recorded
  ) throws {
    let file = try recorded.file()
    let network = try file.build {
      FusionNetwork(from: $0, description: recorded.description)
    }
    let (depth, image) = (
      try file.tensor("golden.input.depth"), try file.tensor("golden.input.image")
    )
    let output = network([depth, image], threads: 1)
    #expect(isNear(output.features, try file.tensor("golden.output.features")))
    #expect(isNear(output.logits, try file.tensor("golden.output.logits")))
    for threads in 2...3 {
      let other = network([depth, image], threads: threads)
      #expect(other.features == output.features)
      #expect(other.logits == output.logits)
    }
  }

  @Test(arguments: Recorded.allCases) func `the plan gives what the layers give`(
    recorded: Recorded
  ) throws {
    let file = try recorded.file()
    let layers = try file.build {
      FusionLayers(from: $0, description: recorded.description)
    }
    let (depth, image) = (
      try file.tensor("golden.input.depth"), try file.tensor("golden.input.image")
    )
    let expected = layers.reference([depth, image])
    let actual = layers.plan()([depth, image], threads: 1)
    #expect(isNear(actual[0], expected.features))
    #expect(isNear(actual[1], expected.logits))
  }
}

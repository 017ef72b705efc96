import Foundation
import LivenessTensors
import TestSupport
import Testing

@testable import Liveness
@testable import LivenessLayers

/// Fusion networks that PyTorch built from randomly drawn descriptions, and what it made of them.
///
/// The recorded ones, or those of the folder that the environment variable `LIVENESS_NETWORK_CASES`
/// names: what `Tests/Goldens/networks/make_goldens.py` makes of another seed.
struct RandomNetworkTests {
  static var files: [String] {
    get throws {
      let folder =
        ProcessInfo.processInfo.environment["LIVENESS_NETWORK_CASES"]
        ?? Goldens.path("networks/random")
      return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
        "\(folder)/\($0)"
      }
    }
  }

  /// Features of each branch, joined features and logits, by the name of the output.
  private func outputs(_ output: FusionNetwork.Output, _ description: NetworkDescription)
    -> [String: Tensor]
  {
    var outputs = ["features": output.features, "logits": output.logits]
    for (branch, features) in zip(description.branches, output.branches) {
      outputs[branch.scope] = features
    }
    return outputs
  }

  @Test func `a network gives what PyTorch makes of the same description`() throws {
    let files = try Self.files
    #expect(files.count >= 12)
    for file in files {
      let model = try ModelFile(at: file)
      let description = try NetworkDescription(model.card)
      let network = try model.build {
        FusionNetwork(from: $0, description: description)
      }
      let inputs = description.inputs.compactMap { model.golden.inputs[$0.name] }
      let actual = outputs(network(inputs, threads: 1), description)
      #expect(Set(actual.keys) == Set(model.golden.outputs.keys))
      for (name, expected) in model.golden.outputs {
        let difference = actual[name].map { $0.difference(from: expected) }
        #expect(difference ?? .infinity <= 1e-4, "\(name) of \(file)")
      }
    }
  }

  @Test func `the plan of a network gives what its layers give`() throws {
    for file in try Self.files {
      let model = try ModelFile(at: file)
      let description = try NetworkDescription(model.card)
      let layers = try model.build { FusionLayers(from: $0, description: description) }
      let inputs = description.inputs.compactMap { model.golden.inputs[$0.name] }
      let expected = layers.reference(inputs)
      let actual = layers.plan()(inputs, threads: 1)
      for (a, b) in zip(actual, [expected.features, expected.logits] + expected.branches) {
        #expect(a.difference(from: b) <= 1e-4, "\(file)")
      }
    }
  }

  @Test func `threads and batches do not change a bit of a network's result`() throws {
    for file in try Self.files {
      let model = try ModelFile(at: file)
      let description = try NetworkDescription(model.card)
      let plan = try model.build { FusionNetwork(from: $0, description: description) }.plan
      let inputs = description.inputs.compactMap { model.golden.inputs[$0.name] }
      let both = plan(inputs, threads: 1)
      for threads in 2...3 { #expect(plan(inputs, threads: threads) == both, "\(file)") }
      let single = inputs.map { input in
        Tensor(
          shape: Shape([1] + input.shape.dimensions.dropFirst()),
          scalars: Array(input.scalars[..<(input.shape.count / 2)]))
      }
      for (one, two) in zip(plan(single, threads: 2), both) {
        #expect(one.scalars == Array(two.scalars[..<one.scalars.count]), "\(file)")
      }
    }
  }

  @Test func `what a network costs is what its file holds and PyTorch counts`() throws {
    for file in try Self.files {
      let model = try ModelFile(at: file)
      let description = try NetworkDescription(model.card)
      let recorded = try model.card.fields.object("evaluation")
      let most = NetworkCost.mostMultiplyAdds
      #expect(description.cost.parameters == (try recorded.integer("parameters", in: 1...most)))
      #expect(
        description.cost.multiplyAdds == (try recorded.integer("multiply_adds", in: 1...most)))
      let plan = try model.build { FusionNetwork(from: $0, description: description) }.plan
      #expect(plan.multiplyAdds == description.cost.multiplyAdds)
      #expect(4 * plan.schedule.mapCount <= description.cost.mapBytes)
    }
  }

  @Test func `a model of a random description can be loaded as a whole`() throws {
    for file in try Self.files {
      let model = try DepthFusionModel(ModelFile(at: file))
      #expect(model.neededModalities.allSatisfy { !$0.isEmpty })
    }
  }
}

package import LivenessLayers
package import LivenessTensors

/// A fusion network that is ready to run; ``DepthFusionLayers`` says what it computes.
package struct DepthFusionNetwork: Sendable {
  /// What the network computes: the joined features, and the logits in the order of the model file.
  package struct Output: Sendable {
    /// The features of both branches side by side, `[N, 2 · branchFeatures]`.
    package let features: Tensor
    /// The logits, `[N, 2]`.
    package let logits: Tensor
  }

  /// The network as it runs; its inputs are depth and image, its outputs features and logits.
  package let plan: NetworkPlan

  /// Takes the parameters from the root scope of a model file.
  package init(from parameters: ParameterScope, architecture: DepthFusionArchitecture) {
    plan = DepthFusionLayers(from: parameters, architecture: architecture).plan()
  }

  /// Runs the network; the result is the same to the bit whatever the number of threads.
  ///
  /// **Shape** `depth`: `[N, depthChannels, size, size]`; `image`: `[N, imageChannels, size, size]`.
  package func callAsFunction(depth: Tensor, image: Tensor, threads: Int) -> Output {
    let outputs = plan([depth, image], threads: threads)
    return Output(features: outputs[0], logits: outputs[1])
  }

  /// Runs on a model file's golden inputs, for comparison with its golden outputs.
  func golden(_ inputs: [String: Tensor]) -> [String: Tensor] {
    guard let depth = inputs["depth"], let image = inputs["image"] else { return [:] }
    let output = self(depth: depth, image: image, threads: 1)
    return ["features": output.features, "logits": output.logits]
  }
}

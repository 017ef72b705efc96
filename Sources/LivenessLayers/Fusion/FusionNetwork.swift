package import LivenessTensors

/// A fusion network that is ready to run; ``FusionLayers`` says what it computes.
package struct FusionNetwork: Sendable {
  /// What the network computes: features, and the logits in the order of the model file.
  package struct Output: Sendable {
    /// The features that the fusion gives, `[N, features]`.
    package let features: Tensor
    /// The logits, `[N, 2]`.
    package let logits: Tensor
    /// The features of each branch, `[N, features]`, in the order of the branches.
    package let branches: [Tensor]
  }

  /// What the network is made of.
  package let description: NetworkDescription
  /// The network as it runs; its outputs are features, logits and the features of each branch.
  package let plan: NetworkPlan

  /// Takes the parameters from the root scope of a model file.
  package init(from parameters: ParameterScope, description: NetworkDescription) {
    self.description = description
    plan = FusionLayers(from: parameters, description: description).plan()
  }

  /// Runs the network; the result is the same to the bit whatever the number of threads.
  ///
  /// **Shape** the inputs in the order of the description, each `[N, channels, size, size]`.
  package func callAsFunction(_ inputs: [Tensor], threads: Int) -> Output {
    let outputs = plan(inputs, threads: threads)
    return Output(features: outputs[0], logits: outputs[1], branches: Array(outputs[2...]))
  }

  /// Runs on a model file's golden inputs, for comparison with its golden outputs: `features`,
  /// `logits`, and the features of each branch by its scope.
  package func golden(_ inputs: [String: Tensor]) -> [String: Tensor] {
    let tensors = description.inputs.compactMap { inputs[$0.name] }
    guard tensors.count == description.inputs.count else { return [:] }
    let output = self(tensors, threads: 1)
    var outputs = ["features": output.features, "logits": output.logits]
    for (branch, features) in zip(description.branches, output.branches) {
      outputs[branch.scope] = features
    }
    return outputs
  }
}

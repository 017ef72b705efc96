import LivenessTensors

/// The layers of one branch: stages, then fully connected layers, each followed by a rectifier;
/// US 2019/0347823 A1, paragraphs 0103–0111.
struct BranchLayers: Sendable {
  /// The inputs whose channels stand side by side.
  let inputs: [NetworkDescription.Input]
  private let name: String
  private let stages: [StageLayers]
  private let dense: DenseLayers

  /// Takes the parameters from the root scope.
  init(
    from parameters: ParameterScope, branch: NetworkDescription.Branch,
    of network: NetworkDescription
  ) {
    inputs = network.inputs(branch.inputs)
    name = branch.scope
    let scope = parameters.scope(branch.scope)
    var channels = inputs.reduce(0) { $0 + $1.channels }
    var extent = inputs[0].size
    stages = branch.architecture.stages.enumerated().map { index, stage in
      defer { (channels, extent) = (stage.channels, stage.extent(of: extent)) }
      return StageLayers(
        from: scope.scope("stage\(index + 1)"), inputChannels: channels, stage: stage)
    }
    dense = DenseLayers(
      from: scope, inputFeatures: channels * extent * extent, widths: branch.architecture.dense)
  }

  /// Writes the branch down.
  func append(to builder: inout NetworkPlanBuilder, _ inputs: [PlanValue]) -> PlanValue {
    var x = builder.joined(inputs, name: "\(name).inputs")
    for (index, stage) in stages.enumerated() {
      x = stage.append(to: &builder, x, name: "\(name).stage\(index + 1)")
    }
    return dense.append(to: &builder, x, name: name)
  }

  /// **Shape** each `[N, channels, size, size]` to `[N, features]`.
  func reference(_ inputs: [Tensor]) -> Tensor {
    let map = stages.reduce(Concat(axis: 1)(inputs)) { $1.reference($0) }
    return dense.reference(map.flattened())
  }
}

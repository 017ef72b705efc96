import LivenessTensors

/// The layers of a fusion network: what it computes, written down from its description.
///
/// A branch for each input, their features joined, through fully connected layers to two neurons;
/// US 2019/0347823 A1, paragraphs 0113–0134 and 0146.
struct FusionLayers: Sendable {
  private let description: NetworkDescription
  private let branches: [BranchLayers]
  /// Only for a fusion by a fully connected layer.
  private let fusion: DenseLayers
  private let hidden: DenseLayers
  private let logits: Linear

  /// Takes the parameters from the root scope of a model file.
  init(from parameters: ParameterScope, description: NetworkDescription) {
    self.description = description
    branches = description.branches.map {
      BranchLayers(from: parameters, branch: $0, of: description)
    }
    let fused: [Int] =
      if case .full(let features) = description.fusion.kind { [features] } else { [] }
    fusion = DenseLayers(
      from: parameters.scope("fusion"), inputFeatures: description.joinedWidth, widths: fused)
    let head = parameters.scope("head")
    hidden = DenseLayers(
      from: head, inputFeatures: description.fusedWidth, widths: description.hidden)
    logits = Linear(
      from: head.scope("logits"),
      inputFeatures: description.hidden.last ?? description.fusedWidth, outputFeatures: 2)
  }

  /// The network made ready to run: the inputs in their order in; features, logits and the features
  /// of each branch out.
  func plan() -> NetworkPlan {
    var builder = NetworkPlanBuilder()
    let branches = builder.sideBySide(branches) { branch, builder in
      let inputs = builder.inputs(branch.inputs)
      return branch.append(to: &builder, inputs)
    }
    let vectors = builder.inputs(description.inputs(description.fusion.inputs))
    let joined = builder.joined(joined(branches, &builder) + vectors, name: "features")
    let features = fusion.append(to: &builder, joined, name: "fusion")
    let last = hidden.append(to: &builder, features, name: "head")
    let result = builder.linear(logits, to: last, name: "head.logits")
    for value in [features, result] + branches { builder.output(value, isVector: true) }
    return NetworkPlan(builder)
  }

  private func joined(
    _ branches: [PlanValue], _ builder: inout NetworkPlanBuilder
  ) -> [PlanValue] {
    guard description.fusion.kind == .addition else { return branches }
    return [branches.dropFirst().reduce(branches[0]) { builder.sum($0, $1, name: "sum") }]
  }

  /// The network layer by layer: the specification of the plan.
  func reference(_ inputs: [Tensor]) -> FusionNetwork.Output {
    func tensors(_ names: [String]) -> [Tensor] {
      names.compactMap { name in
        description.inputs.firstIndex { $0.name == name }.map { inputs[$0] }
      }
    }
    let branches = self.branches.map { $0.reference(tensors($0.inputs.map(\.name))) }
    let joined =
      description.fusion.kind == .addition
      ? [branches.dropFirst().reduce(branches[0]) { Add()($0, $1) }] : branches
    let vectors = tensors(description.fusion.inputs).map { $0.flattened() }
    let features = fusion.reference(Concat(axis: 1)(joined + vectors))
    return FusionNetwork.Output(
      features: features, logits: logits(hidden.reference(features)), branches: branches)
  }
}

extension NetworkPlanBuilder {
  /// Inputs of the network, one after another.
  fileprivate mutating func inputs(_ inputs: [NetworkDescription.Input]) -> [PlanValue] {
    var values: [PlanValue] = []
    for input in inputs {
      values.append(self.input(channels: input.channels, height: input.size, width: input.size))
    }
    return values
  }

  /// The channels of one map or several of one extent, side by side.
  mutating func joined(_ values: [PlanValue], name: String) -> PlanValue {
    values.dropFirst().reduce(values[0]) { join($0, $1, name: name) }
  }
}

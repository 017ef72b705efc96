import Liveness
import LivenessFaces
import LivenessLayers
import LivenessTensors

extension BenchmarkNetwork {
  /// Builds the network from its parameters.
  func load(from parameters: ParameterScope) -> LoadedNetwork {
    switch self {
    case .fusionSmall: fusion(from: parameters, .twoBranches(convolutions: 1))
    case .fusionLarge: fusion(from: parameters, .twoBranches(convolutions: 2))
    case .fusionDefault: fusion(from: parameters, .defaultModel)
    case .keyPoints: keyPoints(from: parameters)
    case .miniFASNetV2: miniFASNet(from: parameters, architecture: .v2)
    case .miniFASNetV1SE: miniFASNet(from: parameters, architecture: .v1SE)
    case .silentPair: LoadedNetwork(plan: MiniFASNetPair(from: parameters).plan)
    }
  }

  private func fusion(
    from parameters: ParameterScope, _ architecture: DepthFusionArchitecture
  ) -> LoadedNetwork {
    let network = DepthFusionNetwork(from: parameters, architecture: architecture)
    return LoadedNetwork(plan: network.plan)
  }

  private func keyPoints(from parameters: ParameterScope) -> LoadedNetwork {
    LoadedNetwork(plan: KeyPointNetwork(from: parameters).plan)
  }

  private func miniFASNet(
    from parameters: ParameterScope, architecture: MiniFASNetArchitecture
  ) -> LoadedNetwork {
    let network = MiniFASNet(from: parameters, architecture: architecture)
    return LoadedNetwork(plan: network.plan) { inputs in
      let stages = network.stages(of: inputs[0])
      return ["bn", "prob"].compactMap { name in stages.first { $0.name == name }?.value }
    }
  }
}

extension DepthFusionArchitecture {
  /// Five stages of which four halve the map; the depth branch sees one heatmap, the image branch
  /// three planes more.
  fileprivate static func twoBranches(convolutions: Int) -> DepthFusionArchitecture {
    let halving = [16, 32, 64, 128].map { Stage(width: $0, convolutions: convolutions) }
    return DepthFusionArchitecture(
      size: 112, depthChannels: 2, imageChannels: 4,
      stages: halving + [Stage(width: 128, isPooled: false)], branchFeatures: 128, headWidth: 64)
  }

  /// The architecture of the default model.
  fileprivate static var defaultModel: DepthFusionArchitecture {
    DepthFusionArchitecture(
      size: 112, depthChannels: 2, imageChannels: 2,
      stages: [16, 32, 64, 96, 128].map { Stage(width: $0) }, branchFeatures: 64, headWidth: 64)
  }
}

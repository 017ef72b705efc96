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
    case .keyPoints: LoadedNetwork(plan: PlainKeyPointNetwork(from: parameters).plan)
    case .miniFASNetV2: miniFASNet(from: parameters, architecture: .v2)
    case .miniFASNetV1SE: miniFASNet(from: parameters, architecture: .v1SE)
    case .silentPair: LoadedNetwork(plan: MiniFASNetPair(from: parameters).plan)
    }
  }

  private func fusion(
    from parameters: ParameterScope, _ description: NetworkDescription
  ) -> LoadedNetwork {
    let network = FusionNetwork(from: parameters, description: description)
    return LoadedNetwork(plan: network.plan)
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

extension NetworkDescription {
  /// Four stages that halve the map, and one convolution that does not; the depth branch sees one
  /// heatmap, the image branch three planes more.
  static func twoBranches(convolutions: Int) -> NetworkDescription {
    let halving = [16, 32, 64, 128].map { width in
      Stage(convolutions: Array(repeating: Convolution(channels: width), count: convolutions))
    }
    let last = Stage(convolutions: [Convolution(channels: 128)], downsampling: .none)
    return depthAndImage(channels: [2, 4], stages: halving + [last], features: 128)
  }

  /// The description of the default model.
  static var defaultModel: NetworkDescription {
    let widths = [[16], [16], [48, 48], [64, 64], [96, 96]]
    let stages = widths.map { widths in
      Stage(convolutions: widths.map { Convolution(channels: $0) })
    }
    return depthAndImage(channels: [2, 2], stages: stages, features: 64)
  }

  private static func depthAndImage(
    channels: [Int], stages: [Stage], features: Int
  ) -> NetworkDescription {
    let names = ["depth", "image"]
    let architecture = Branch.Architecture(stages: stages, dense: [features])
    return NetworkDescription(
      inputs: zip(names, channels).map { Input(name: $0, channels: $1, size: 112) },
      branches: names.map { Branch(name: $0, inputs: [$0], architecture: architecture) },
      fusion: Fusion(.concat), hidden: [64])
  }
}

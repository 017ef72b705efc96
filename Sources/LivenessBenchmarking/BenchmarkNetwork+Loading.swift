import Liveness
import LivenessFaces
import LivenessLayers
import LivenessTensors

extension BenchmarkNetwork {
  /// Builds the network from its parameters.
  func load(from parameters: ParameterScope) -> LoadedNetwork {
    switch self {
    case .fusionSmall: fusion(from: parameters, convolutions: 1)
    case .fusionLarge: fusion(from: parameters, convolutions: 2)
    case .fusionDefault:
      fusion(
        TwoBranchNetwork(
          from: parameters, channels: (2, 2), widths: [16, 32, 64, 96, 128], convolutions: 1,
          pooled: 5, features: 64))
    case .keyPoints: keyPoints(from: parameters)
    case .miniFASNetV2: miniFASNet(from: parameters, architecture: .v2)
    case .miniFASNetV1SE: miniFASNet(from: parameters, architecture: .v1SE)
    }
  }

  private func fusion(from parameters: ParameterScope, convolutions: Int) -> LoadedNetwork {
    fusion(
      TwoBranchNetwork(
        from: parameters, channels: (2, 4), widths: [16, 32, 64, 128, 128],
        convolutions: convolutions, pooled: 4, features: 128))
  }

  private func fusion(_ network: TwoBranchNetwork) -> LoadedNetwork {
    LoadedNetwork { inputs, threads in
      network(depth: inputs[0], image: inputs[1], threads: threads)
    } outputs: {
      network(depth: $0[0], image: $0[1], threads: 1)
    }
  }

  private func keyPoints(from parameters: ParameterScope) -> LoadedNetwork {
    let network = KeyPointNetwork(from: parameters)
    return LoadedNetwork { inputs, _ in
      [network(inputs[0])]
    } outputs: {
      [network($0[0])]
    }
  }

  private func miniFASNet(
    from parameters: ParameterScope, architecture: MiniFASNetArchitecture
  ) -> LoadedNetwork {
    let network = MiniFASNet(from: parameters, architecture: architecture)
    return LoadedNetwork { inputs, _ in
      [network(inputs[0])]
    } outputs: { inputs in
      let stages = network.stages(of: inputs[0])
      return ["bn", "prob"].compactMap { name in stages.first { $0.name == name }?.value }
    }
  }
}

struct TwoBranchNetwork: Sendable {
  let branches: [([ConvolutionBlock], Linear)]
  let dense: Linear
  let logits: Linear
  init(
    from p: ParameterScope, channels: (Int, Int), widths: [Int], convolutions: Int, pooled: Int,
    features: Int
  ) {
    branches = [("depth_branch", channels.0), ("image_branch", channels.1)].map { name, channels in
      let s = p.scope(name)
      var c = channels
      var e = 112
      var blocks: [ConvolutionBlock] = []
      for (i, w) in widths.enumerated() {
        let n = i < pooled ? convolutions : 1
        for k in 1...n {
          let x = n > 1 ? "\(k)" : ""
          blocks.append(
            ConvolutionBlock(
              from: s.scope("stage\(i + 1)"), convolution: "conv" + x, normalization: "norm" + x,
              inputChannels: c, outputChannels: w, pooled: i < pooled && k == n))
          c = w
        }
        if i < pooled { e /= 2 }
      }
      return (
        blocks, Linear(from: s.scope("dense"), inputFeatures: c * e * e, outputFeatures: features)
      )
    }
    dense = Linear(
      from: p.scope("head").scope("dense"), inputFeatures: 2 * features, outputFeatures: 64)
    logits = Linear(from: p.scope("head").scope("logits"), inputFeatures: 64, outputFeatures: 2)
  }
  func branch(_ i: Int, _ x: Tensor) -> Tensor {
    ReLU()(branches[i].1(branches[i].0.reduce(x) { $1($0) }.flattened()))
  }
  func callAsFunction(depth: Tensor, image: Tensor, threads: Int) -> [Tensor] {
    let (a, b) =
      threads > 1
      ? WorkerPool.shared.concurrently({ branch(0, depth) }, { branch(1, image) })
      : (branch(0, depth), branch(1, image))
    let f = Concat(axis: 1)([a, b])
    return [f, logits(ReLU()(dense(f)))]
  }
}

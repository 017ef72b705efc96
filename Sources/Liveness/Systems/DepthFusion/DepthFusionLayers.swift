import LivenessLayers
import LivenessTensors

/// The layers of a fusion network: what it computes, written down.
///
/// Two branches, one on depth and key points, one on the image and key points; their features side
/// by side through a fully connected layer to two neurons; US 2019/0347823 A1, paragraphs
/// 0113–0134 and 0146.
struct DepthFusionLayers: Sendable {
  private let architecture: DepthFusionArchitecture
  private let depthBranch: DepthFusionBranch
  private let imageBranch: DepthFusionBranch
  private let dense: Linear
  private let logits: Linear

  init(from parameters: ParameterScope, architecture: DepthFusionArchitecture) {
    self.architecture = architecture
    depthBranch = DepthFusionBranch(
      from: parameters.scope("depth_branch"), channels: architecture.depthChannels,
      architecture: architecture)
    imageBranch = DepthFusionBranch(
      from: parameters.scope("image_branch"), channels: architecture.imageChannels,
      architecture: architecture)
    let head = parameters.scope("head")
    dense = Linear(
      from: head.scope("dense"), inputFeatures: 2 * architecture.branchFeatures,
      outputFeatures: architecture.headWidth)
    logits = Linear(
      from: head.scope("logits"), inputFeatures: architecture.headWidth, outputFeatures: 2)
  }

  /// The network made ready to run: depth and image in, features and logits out.
  func plan() -> NetworkPlan {
    var builder = NetworkPlanBuilder()
    let size = architecture.size
    let (depth, image) = builder.sideBySide(
      { builder in
        let input = builder.input(
          channels: architecture.depthChannels, height: size, width: size)
        return depthBranch.append(to: &builder, input, name: "depth_branch")
      },
      { builder in
        let input = builder.input(
          channels: architecture.imageChannels, height: size, width: size)
        return imageBranch.append(to: &builder, input, name: "image_branch")
      })
    let features = builder.join(depth, image, name: "features")
    let hidden = builder.linear(dense, activation: .relu, to: features, name: "head.dense")
    let result = builder.linear(logits, to: hidden, name: "head.logits")
    builder.output(features, isVector: true)
    builder.output(result, isVector: true)
    return NetworkPlan(builder)
  }

  /// The network layer by layer: the specification of the plan.
  func reference(depth: Tensor, image: Tensor) -> DepthFusionNetwork.Output {
    let features = Concat(axis: 1)([depthBranch.reference(depth), imageBranch.reference(image)])
    return DepthFusionNetwork.Output(
      features: features, logits: logits(ReLU()(dense(features))))
  }
}

/// One branch: convolution stages, each with batch normalization and pooling, then a fully connected
/// layer; US 2019/0347823 A1, paragraphs 0103–0111.
struct DepthFusionBranch: Sendable {
  private let blocks: [(name: String, block: ConvolutionBlock)]
  private let dense: Linear

  init(from parameters: ParameterScope, channels: Int, architecture: DepthFusionArchitecture) {
    var blocks: [(name: String, block: ConvolutionBlock)] = []
    var (channels, extent) = (channels, architecture.size)
    for (index, stage) in architecture.stages.enumerated() {
      let name = "stage\(index + 1)"
      for number in 1...stage.convolutions {
        // A stage's only convolution has no number.
        let suffix = stage.convolutions == 1 ? "" : "\(number)"
        let block = ConvolutionBlock(
          from: parameters.scope(name), convolution: "conv\(suffix)",
          normalization: "norm\(suffix)", inputChannels: channels, outputChannels: stage.width,
          pooled: stage.isPooled && number == stage.convolutions)
        blocks.append(("\(name).conv\(suffix)", block))
        channels = stage.width
      }
      if stage.isPooled { extent /= 2 }
    }
    self.blocks = blocks
    dense = Linear(
      from: parameters.scope("dense"), inputFeatures: channels * extent * extent,
      outputFeatures: architecture.branchFeatures)
  }

  /// Writes the branch down.
  func append(
    to builder: inout NetworkPlanBuilder, _ input: PlanValue, name: String
  ) -> PlanValue {
    let map = blocks.reduce(input) { map, entry in
      entry.block.append(to: &builder, map, name: "\(name).\(entry.name)")
    }
    return builder.linear(dense, activation: .relu, to: map, name: "\(name).dense")
  }

  /// **Shape** `[N, channels, size, size]` to `[N, features]`.
  func reference(_ input: Tensor) -> Tensor {
    let map = blocks.reduce(input) { $1.block($0) }
    return ReLU()(dense(map.flattened()))
  }
}

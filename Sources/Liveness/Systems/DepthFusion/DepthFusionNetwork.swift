import LivenessLayers
import LivenessTensors

/// One branch: convolution stages, each with batch normalization and pooling, then a fully connected
/// layer; US 2019/0347823 A1, paragraphs 0103–0111.
struct DepthFusionBranch: Sendable {
  private let stages: [ConvolutionBlock]
  private let dense: Linear

  init(from parameters: ParameterScope, channels: Int, size: Int, widths: [Int], features: Int) {
    var stages: [ConvolutionBlock] = []
    var channels = channels
    var extent = size
    for (index, width) in widths.enumerated() {
      stages.append(
        ConvolutionBlock(
          from: parameters.scope("stage\(index + 1)"), inputChannels: channels,
          outputChannels: width, pooled: true))
      channels = width
      extent /= 2
    }
    self.stages = stages
    dense = Linear(
      from: parameters.scope("dense"), inputFeatures: channels * extent * extent,
      outputFeatures: features)
  }

  /// **Shape** `[N, channels, size, size]` to `[N, features]`.
  func callAsFunction(_ input: Tensor) -> Tensor {
    let map = stages.reduce(input) { $1($0) }
    return ReLU()(dense(map.flattened()))
  }
}

/// Two branches, one on depth and key points, one on the image and key points; their features side
/// by side through a fully connected layer to two neurons; US 2019/0347823 A1, paragraphs
/// 0113–0134 and 0146.
struct DepthFusionNetwork: Sendable {
  /// What the network computes: the joined features, and the logits in the order of the model file.
  struct Output: Sendable {
    let features: Tensor
    let logits: Tensor
  }

  private let depthBranch: DepthFusionBranch
  private let imageBranch: DepthFusionBranch
  private let dense: Linear
  private let logits: Linear

  init(from parameters: ParameterScope, architecture: DepthFusionArchitecture) {
    func branch(_ name: String, channels: Int) -> DepthFusionBranch {
      DepthFusionBranch(
        from: parameters.scope(name), channels: channels, size: architecture.size,
        widths: architecture.widths, features: architecture.branchFeatures)
    }
    depthBranch = branch("depth_branch", channels: architecture.channels)
    imageBranch = branch("image_branch", channels: architecture.channels)
    let head = parameters.scope("head")
    dense = Linear(
      from: head.scope("dense"), inputFeatures: 2 * architecture.branchFeatures,
      outputFeatures: architecture.headWidth)
    logits = Linear(
      from: head.scope("logits"), inputFeatures: architecture.headWidth, outputFeatures: 2)
  }

  /// Runs both branches, at the same time where two threads are allowed; the result is the same to
  /// the bit.
  ///
  /// **Shape** `depth` and `image`: `[N, 1 + planes, size, size]`.
  func callAsFunction(depth: Tensor, image: Tensor, threads: Int) -> Output {
    let (first, second) =
      threads > 1
      ? WorkerPool.shared.concurrently({ depthBranch(depth) }, { imageBranch(image) })
      : (depthBranch(depth), imageBranch(image))
    let features = Concat(axis: 1)([first, second])
    return Output(features: features, logits: logits(ReLU()(dense(features))))
  }

  /// Runs on a model file's golden inputs, for comparison with its golden outputs.
  func golden(_ inputs: [String: Tensor]) -> [String: Tensor] {
    guard let depth = inputs["depth"], let image = inputs["image"] else { return [:] }
    let output = self(depth: depth, image: image, threads: 1)
    return ["features": output.features, "logits": output.logits]
  }
}

import LivenessLayers
import LivenessTensors

/// The layers of a MiniFASNet: what it computes, written down.
struct MiniFASNetLayers: Sendable {
  private let inputSize: Int
  private let stem: MiniFASNetUnit
  private let stemDepthwise: MiniFASNetUnit
  private let stages: [MiniFASNetStage]
  private let separable: MiniFASNetUnit
  private let globalDepthwise: MiniFASNetUnit
  private let embedding: Linear
  private let normalization: BatchNorm1D
  private let logits: Linear

  init(from parameters: ParameterScope, architecture: MiniFASNetArchitecture) {
    inputSize = architecture.inputSize
    let isFolded = architecture.isFolded
    stem = MiniFASNetUnit(
      from: parameters.scope("conv1"), inputChannels: 3, outputChannels: 32, kernelSize: 3,
      stride: 2, padding: 1, isFolded: isFolded)
    stemDepthwise = MiniFASNetUnit(
      from: parameters.scope("conv2_dw"), depthwise: 32, kernelSize: 3, stride: 1, padding: 1,
      isFolded: isFolded)
    var channels = 32
    stages = architecture.stages.map { stage in
      defer { channels = stage.channels }
      return MiniFASNetStage(
        from: parameters, inputChannels: channels, architecture: stage, isFolded: isFolded)
    }
    separable = MiniFASNetUnit(
      from: parameters.scope("conv_6_sep"), inputChannels: channels, outputChannels: 512,
      isFolded: isFolded)
    globalDepthwise = MiniFASNetUnit(
      from: parameters.scope("conv_6_dw"), depthwise: 512, kernelSize: architecture.inputSize / 16,
      isActivated: false, isFolded: isFolded)
    embedding = Linear(
      from: parameters.scope("linear"), inputFeatures: 512, outputFeatures: 128, bias: false)
    normalization = BatchNorm1D(from: parameters.scope("bn"), features: 128)
    logits = Linear(
      from: parameters.scope("prob"), inputFeatures: 128, outputFeatures: architecture.classCount,
      bias: false)
  }

  /// Writes the network down, its logits as the last output.
  func append(to writer: inout MiniFASNetWriter) {
    writer.output("prob", logits(to: &writer), isVector: true)
  }

  /// Writes the network down, and gives its logits.
  func logits(to writer: inout MiniFASNetWriter) -> PlanValue {
    var x = writer.builder.input(channels: 3, height: inputSize, width: inputSize)
    x = stem.append(to: &writer, x, name: "conv1")
    x = stemDepthwise.append(to: &writer, x, name: "conv2_dw")
    for stage in stages { x = stage.append(to: &writer, x) }
    x = separable.append(to: &writer, x, name: "conv_6_sep")
    x = globalDepthwise.append(to: &writer, x, name: "conv_6_dw")
    writer.keep("conv_6_flatten", x, isVector: true)
    if writer.keepsStages {
      writer.keep("linear", writer.builder.linear(embedding, to: x, name: "linear"), isVector: true)
    }
    x = writer.builder.linear(normalization.folded(into: embedding), to: x, name: "linear")
    writer.keep("bn", x, isVector: true)
    return writer.builder.linear(logits, to: x, name: "prob")
  }
}

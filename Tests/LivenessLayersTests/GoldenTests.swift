import LivenessLayers
import LivenessTensors
import TestSupport
import Testing

struct GoldenTests {
  @Test func `every layer gives what PyTorch recorded`() throws {
    let cases = try GoldenCase.all()
    #expect(!cases.isEmpty)
    for golden in cases {
      for (form, output) in try outputs(of: golden) {
        if let mismatch = Closeness.mismatch(output, golden.output) {
          Issue.record("\(golden.name), \(form) form, input \(golden.inputs[0].shape): \(mismatch)")
        }
      }
    }
  }

  /// What the layer of a case gives, in each form that it has.
  private func outputs(of golden: GoldenCase) throws -> [(form: String, output: Tensor)] {
    let x = golden.inputs[0]
    let parameters = golden.parameters
    switch golden.layer {
    case "conv2d":
      let layer = try conv2D(golden, from: parameters)
      return [("fast", layer(x)), ("plain", layer.reference(x))]
    case "conv_transpose2d":
      let layer = ConvTranspose2D(
        from: parameters, inputChannels: try golden.int("inputs"),
        outputChannels: try golden.int("outputs"), kernelSize: try golden.int("kernel"),
        stride: try golden.int("stride"), padding: try golden.int("padding"),
        extra: try golden.int("extra"), dilation: try golden.int("dilation"),
        groups: try golden.int("groups"), bias: try golden.bool("bias"))
      return [("fast", layer(x)), ("plain", layer.reference(x))]
    case "linear":
      let layer = try linear(golden, from: parameters)
      return [("fast", layer(x)), ("plain", layer.reference(x))]
    case "batch_norm2d":
      let layer = BatchNorm2D(
        from: parameters, channels: try golden.int("channels"),
        epsilon: try golden.float("epsilon"))
      return [("plain", layer(x))]
    case "group_norm2d":
      let layer = GroupNorm2D(
        from: parameters, channels: try golden.int("channels"), groups: try golden.int("groups"))
      return [("plain", layer(x))]
    case "batch_norm1d":
      let layer = BatchNorm1D(
        from: parameters, features: try golden.int("channels"),
        epsilon: try golden.float("epsilon"))
      return [("plain", layer(x))]
    case "folded2d":
      let convolution = try conv2D(golden, from: parameters.scope("0"))
      let normalization = BatchNorm2D(
        from: parameters.scope("1"), channels: convolution.outputChannels)
      return [
        ("folded", normalization.folded(into: convolution)(x)),
        ("plain", normalization(convolution(x))),
      ]
    case "folded1d":
      let linear = try linear(golden, from: parameters.scope("0"))
      let normalization = BatchNorm1D(
        from: parameters.scope("1"), features: linear.outputFeatures)
      return [
        ("folded", normalization.folded(into: linear)(x)), ("plain", normalization(linear(x))),
      ]
    case "max_pool2d":
      let layer = MaxPool2D(window: try golden.window(), roundsUp: try golden.bool("up"))
      return [("fast", layer(x)), ("plain", layer.reference(x))]
    case "average_pool2d":
      let layer = AveragePool2D(
        window: try golden.window(), includesPadding: try golden.bool("counted"),
        roundsUp: try golden.bool("up"))
      return [("fast", layer(x)), ("plain", layer.reference(x))]
    case "resize_nearest", "resize_bilinear":
      let layer = Resize2D(
        height: try golden.int("height"), width: try golden.int("width"),
        interpolation: golden.layer == "resize_nearest" ? .nearest : .bilinear)
      return [("fast", layer(x)), ("plain", layer.reference(x))]
    default:
      return [("plain", try pointwise(golden))]
    }
  }

  private func pointwise(_ golden: GoldenCase) throws -> Tensor {
    let x = golden.inputs[0]
    switch golden.layer {
    case "global_average_pool2d": return GlobalAveragePool2D()(x)
    case "relu": return ReLU()(x)
    case "sigmoid": return Sigmoid()(x)
    case "prelu":
      return PReLU(from: golden.parameters, channels: try golden.int("channels"))(x)
    case "add": return Add()(x, golden.inputs[1])
    case "channel_scale": return ChannelScale()(x, by: golden.inputs[1])
    case "softmax": return Softmax(axis: try golden.int("axis"))(x)
    case "concat": return Concat(axis: try golden.int("axis"))(golden.inputs)
    default: throw UnknownLayer(name: golden.layer)
    }
  }

  private struct UnknownLayer: Error { let name: String }

  private func conv2D(_ golden: GoldenCase, from parameters: ParameterScope) throws -> Conv2D {
    Conv2D(
      from: parameters, inputChannels: try golden.int("inputs"),
      outputChannels: try golden.int("outputs"), window: try golden.window(),
      groups: try golden.int("groups"), bias: try golden.bool("bias"))
  }

  private func linear(_ golden: GoldenCase, from parameters: ParameterScope) throws -> Linear {
    Linear(
      from: parameters, inputFeatures: try golden.int("inputs"),
      outputFeatures: try golden.int("outputs"), bias: try golden.bool("bias"))
  }
}

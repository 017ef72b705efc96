import LivenessLayers
import LivenessTensors

/// The shape of a convolution in one of our networks; windows keep the extent at stride 1.
struct ConvolutionShape: Sendable {
  let inputs: Int
  let outputs: Int
  let extent: Int
  var kernel = 3
  var stride = 1
  var groups = 1

  var name: String {
    let kind = groups > 1 ? "depthwise" : kernel == 1 ? "pointwise" : "conv\(kernel)x\(kernel)"
    let step = stride > 1 ? "-stride\(stride)" : ""
    return "\(kind)-\(inputs)to\(outputs)-at\(extent)\(step)"
  }

  /// Extent of the result.
  var outputExtent: Int { (extent + stride - 1) / stride }

  var multiplications: Int {
    kernel * kernel * inputs / groups * outputs * outputExtent * outputExtent
  }

  /// The layer with seeded parameters.
  private var layer: Conv2D {
    Conv2D(
      from: SeededTensors.parameters, inputChannels: inputs, outputChannels: outputs,
      kernelSize: kernel, stride: stride, padding: kernel / 2, groups: groups)
  }

  /// What the layer computes, with a ReLU behind it.
  var parameters: ConvolutionParameters {
    let layer = layer
    let window = WindowPlacement(
      inputCount: extent, outputCount: outputExtent, kernel: kernel, stride: stride,
      padding: kernel / 2, dilation: 1)
    return ConvolutionParameters(
      weight: layer.weight.scalars, bias: layer.bias?.scalars, inputChannels: inputs,
      outputChannels: outputs, groups: groups, vertical: window, horizontal: window,
      activation: .relu)
  }

  /// The input in memory: few channels as they are, and zeros around where the window needs them.
  var input: MapLayout {
    MapLayout(
      height: extent, width: extent, channels: inputs, border: kernel / 2, isDense: inputs <= 4)
  }

  /// The output in memory.
  var output: MapLayout {
    MapLayout(
      height: outputExtent, width: outputExtent, channels: outputs, border: kernel / 2)
  }

  static let all: [ConvolutionShape] = [
    ConvolutionShape(inputs: 2, outputs: 16, extent: 112),
    ConvolutionShape(inputs: 4, outputs: 16, extent: 112),
    ConvolutionShape(inputs: 16, outputs: 16, extent: 112),
    ConvolutionShape(inputs: 16, outputs: 16, extent: 56),
    ConvolutionShape(inputs: 16, outputs: 32, extent: 56),
    ConvolutionShape(inputs: 32, outputs: 32, extent: 56),
    ConvolutionShape(inputs: 16, outputs: 48, extent: 28),
    ConvolutionShape(inputs: 48, outputs: 48, extent: 28),
    ConvolutionShape(inputs: 32, outputs: 64, extent: 28),
    ConvolutionShape(inputs: 64, outputs: 64, extent: 28),
    ConvolutionShape(inputs: 48, outputs: 64, extent: 14),
    ConvolutionShape(inputs: 64, outputs: 64, extent: 14),
    ConvolutionShape(inputs: 64, outputs: 128, extent: 14),
    ConvolutionShape(inputs: 128, outputs: 128, extent: 14),
    ConvolutionShape(inputs: 64, outputs: 96, extent: 7),
    ConvolutionShape(inputs: 96, outputs: 96, extent: 7),
    ConvolutionShape(inputs: 128, outputs: 128, extent: 7),
    ConvolutionShape(inputs: 1, outputs: 16, extent: 112, stride: 2),
    ConvolutionShape(inputs: 3, outputs: 32, extent: 80, stride: 2),
    ConvolutionShape(inputs: 32, outputs: 103, extent: 40, kernel: 1),
    ConvolutionShape(inputs: 103, outputs: 64, extent: 20, kernel: 1),
    ConvolutionShape(inputs: 128, outputs: 231, extent: 10, kernel: 1),
    ConvolutionShape(inputs: 103, outputs: 103, extent: 40, stride: 2, groups: 103),
    ConvolutionShape(inputs: 231, outputs: 231, extent: 10, groups: 231),
  ]
}

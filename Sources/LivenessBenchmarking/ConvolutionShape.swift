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
  var layer: Conv2D {
    Conv2D(
      from: SeededTensors.parameters, inputChannels: inputs, outputChannels: outputs,
      kernelSize: kernel, stride: stride, padding: kernel / 2, groups: groups)
  }

  static let all: [ConvolutionShape] = [
    ConvolutionShape(inputs: 2, outputs: 16, extent: 112),
    ConvolutionShape(inputs: 4, outputs: 16, extent: 112),
    ConvolutionShape(inputs: 16, outputs: 16, extent: 112),
    ConvolutionShape(inputs: 16, outputs: 32, extent: 56),
    ConvolutionShape(inputs: 32, outputs: 32, extent: 56),
    ConvolutionShape(inputs: 32, outputs: 64, extent: 28),
    ConvolutionShape(inputs: 64, outputs: 64, extent: 28),
    ConvolutionShape(inputs: 64, outputs: 96, extent: 14),
    ConvolutionShape(inputs: 64, outputs: 128, extent: 14),
    ConvolutionShape(inputs: 128, outputs: 128, extent: 14),
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

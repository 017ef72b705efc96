import LivenessLayers
import LivenessTensors

/// The shape of a convolution in one of our networks.
private struct ConvolutionShape: Sendable {
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

  var multiplications: Int {
    let side = (extent + stride - 1) / stride
    return kernel * kernel * inputs / groups * outputs * side * side
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

extension Workload {
  /// The convolutions and fully connected layers of our networks, each shape once.
  static var layers: [Workload] {
    ConvolutionShape.all.map(convolution)
      + [(6272, 128), (1152, 64), (1568, 136), (512, 128)].map(fullyConnected)
  }

  private static func convolution(_ shape: ConvolutionShape) -> Workload {
    Workload(.layer, shape.name, multiplications: shape.multiplications) { load in
      let layer = Conv2D(
        from: SeededTensors.parameters, inputChannels: shape.inputs,
        outputChannels: shape.outputs, kernelSize: shape.kernel, stride: shape.stride,
        padding: shape.kernel / 2, groups: shape.groups)
      var tensors = SeededTensors(seed: 4)
      let input = tensors.tensor([load.batch, shape.inputs, shape.extent, shape.extent])
      return { [layer(input)] }
    }
  }

  private static func fullyConnected(inputs: Int, outputs: Int) -> Workload {
    Workload(.layer, "linear-\(inputs)to\(outputs)", multiplications: inputs * outputs) { load in
      let layer = Linear(
        from: SeededTensors.parameters, inputFeatures: inputs, outputFeatures: outputs)
      var tensors = SeededTensors(seed: 5)
      let input = tensors.tensor([load.batch, inputs])
      return { [layer(input)] }
    }
  }
}

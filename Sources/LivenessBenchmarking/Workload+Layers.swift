import LivenessLayers
import LivenessTensors

extension Workload {
  /// The convolutions and fully connected layers of our networks, each shape once, by the kernels
  /// that a plan chooses.
  static var layers: [Workload] {
    ConvolutionShape.all.map(convolution)
      + [(6272, 128), (864, 64), (1568, 136), (512, 128)].map(fullyConnected)
  }

  private static func convolution(_ shape: ConvolutionShape) -> Workload {
    Workload(.layer, shape.name, multiplications: shape.multiplications) { _ in
      KernelRun(
        FastestConvolution.kernel(
          for: shape.parameters, input: shape.input, output: shape.output),
        input: shape.input, output: shape.output
      ).run
    }
  }

  private static func fullyConnected(inputs: Int, outputs: Int) -> Workload {
    let name = "linear-\(inputs)to\(outputs)"
    return Workload(.layer, name, multiplications: inputs * outputs) { _ in
      let layer = Linear(
        from: SeededTensors.parameters, inputFeatures: inputs, outputFeatures: outputs)
      let input = MapLayout(vector: inputs)
      let output = MapLayout(vector: outputs)
      return KernelRun(
        FullyConnected(
          weight: layer.weight.scalars, bias: layer.bias?.scalars, activation: .relu,
          input: input, output: output),
        input: input, output: output
      ).run
    }
  }
}

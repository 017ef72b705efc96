import LivenessLayers
import LivenessTensors

extension Workload {
  /// The convolutions and fully connected layers of our networks, each shape once and as a plan of
  /// its own, from tensor to tensor.
  static var layers: [Workload] {
    ConvolutionShape.all.map(convolution)
      + [(6272, 128), (1152, 64), (1568, 136), (512, 128)].map(fullyConnected)
  }

  private static func convolution(_ shape: ConvolutionShape) -> Workload {
    Workload(
      .layer, shape.name, multiplications: shape.multiplications, isScalable: true
    ) { load in
      let plan = plan(channels: shape.inputs, extent: shape.extent, isVector: false) {
        $0.convolution(shape.layer, activation: .relu, to: $1, name: shape.name)
      }
      var tensors = SeededTensors(seed: 4)
      let input = tensors.tensor([load.batch, shape.inputs, shape.extent, shape.extent])
      return { plan([input], threads: load.threads) }
    }
  }

  private static func fullyConnected(inputs: Int, outputs: Int) -> Workload {
    let name = "linear-\(inputs)to\(outputs)"
    return Workload(
      .layer, name, multiplications: inputs * outputs, isScalable: true
    ) { load in
      let layer = Linear(
        from: SeededTensors.parameters, inputFeatures: inputs, outputFeatures: outputs)
      let plan = plan(channels: inputs, extent: 1, isVector: true) {
        $0.linear(layer, activation: .relu, to: $1, name: name)
      }
      var tensors = SeededTensors(seed: 5)
      let input = tensors.tensor([load.batch, inputs, 1, 1])
      return { plan([input], threads: load.threads) }
    }
  }

  private static func plan(
    channels: Int, extent: Int, isVector: Bool,
    layer: (inout NetworkPlanBuilder, PlanValue) -> PlanValue
  ) -> NetworkPlan {
    var builder = NetworkPlanBuilder()
    let input = builder.input(channels: channels, height: extent, width: extent)
    builder.output(layer(&builder, input), isVector: isVector)
    return NetworkPlan(builder)
  }
}

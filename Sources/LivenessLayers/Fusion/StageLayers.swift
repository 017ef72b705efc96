import LivenessTensors

/// The layers of one stage of a branch.
struct StageLayers: Sendable {
  private enum Downsampling: Sendable {
    case maximum(MaxPool2D)
    case average(AveragePool2D)
    case strided(Conv2D)
    case none
  }

  private let steps: [NormalizedConvolution]
  private let downsampling: Downsampling

  /// Takes the parameters from the scope of the stage.
  init(from parameters: ParameterScope, inputChannels: Int, stage: NetworkDescription.Stage) {
    var channels = inputChannels
    steps = stage.convolutions.enumerated().map { index, convolution in
      defer { channels = convolution.channels }
      // A stage's only convolution has no number.
      let number = stage.convolutions.count == 1 ? "" : "\(index + 1)"
      return NormalizedConvolution(
        from: parameters, number: number, inputChannels: channels, convolution: convolution,
        stage: stage)
    }
    downsampling =
      switch stage.downsampling {
      case .max: .maximum(MaxPool2D(kernelSize: 2))
      case .average: .average(AveragePool2D(kernelSize: 2))
      case .strided:
        .strided(
          Conv2D(
            from: parameters.scope("down"), inputChannels: channels, outputChannels: channels,
            kernelSize: 2, stride: 2))
      case .none: .none
      }
  }

  /// Writes the stage down.
  func append(
    to builder: inout NetworkPlanBuilder, _ input: PlanValue, name: String
  ) -> PlanValue {
    var x = input
    for (index, step) in steps.enumerated() {
      let isPooled = index == steps.count - 1 && poolsWithConvolution
      x = step.append(to: &builder, x, isPooled: isPooled, name: "\(name).\(step.name)")
    }
    switch downsampling {
    case .maximum(let layer):
      return poolsWithConvolution ? x : builder.maximumPool(layer, of: x, name: "\(name).max")
    case .average(let layer): return builder.averagePool(layer, of: x, name: "\(name).average")
    case .strided(let layer): return builder.convolution(layer, to: x, name: "\(name).down")
    case .none: return x
    }
  }

  /// The stage layer by layer.
  func reference(_ input: Tensor) -> Tensor {
    let x = steps.reduce(input) { $1.reference($0) }
    switch downsampling {
    case .maximum(let layer): return layer(x)
    case .average(let layer): return layer(x)
    case .strided(let layer): return layer(x)
    case .none: return x
    }
  }

  /// Whether the last convolution takes the largest of each 2×2 pixels itself, which its kernel does
  /// before an activation that must not change the order of numbers.
  private var poolsWithConvolution: Bool {
    guard case .maximum = downsampling, let last = steps.last, last.normalization == nil else {
      return false
    }
    if case .prelu = last.activation { return false }
    return true
  }
}

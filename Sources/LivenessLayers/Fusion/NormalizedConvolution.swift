import LivenessTensors

/// A convolution with its normalization and activation; batch normalization is folded into it.
struct NormalizedConvolution: Sendable {
  /// The name of the convolution within its stage.
  let name: String
  /// What follows a convolution that batch normalization is not folded into.
  let normalization: GroupNorm2D?
  /// What follows the normalization.
  let activation: Activation

  private let convolution: Conv2D

  /// Takes the parameters from the scope of the stage.
  init(
    from parameters: ParameterScope, number: String, inputChannels: Int,
    convolution: NetworkDescription.Convolution, stage: NetworkDescription.Stage
  ) {
    let channels = convolution.channels
    let plain = Conv2D(
      from: parameters.scope("conv\(number)"), inputChannels: inputChannels,
      outputChannels: channels, kernelSize: convolution.kernel, stride: convolution.stride,
      padding: convolution.kernel / 2, bias: stage.normalization == .none)
    let scope = parameters.scope("norm\(number)")
    name = "conv\(number)"
    switch stage.normalization {
    case .batch:
      self.convolution = BatchNorm2D(from: scope, channels: channels).folded(into: plain)
      normalization = nil
    case .instance, .layer:
      self.convolution = plain
      normalization = GroupNorm2D(
        from: scope, channels: channels, groups: stage.normalization == .layer ? 1 : channels)
    case .none:
      self.convolution = plain
      normalization = nil
    }
    activation =
      switch stage.rectifier {
      case .relu: .relu
      case .prelu:
        .prelu(
          slopes: PReLU(from: parameters.scope("prelu\(number)"), channels: channels).slope.scalars)
      case .none: .none
      }
  }

  /// Writes the convolution down, and the largest of each 2×2 pixels if it is to take them.
  func append(
    to builder: inout NetworkPlanBuilder, _ x: PlanValue, isPooled: Bool, name: String
  ) -> PlanValue {
    guard let normalization else {
      return builder.convolution(
        convolution, activation: activation, isPooled: isPooled, to: x, name: name)
    }
    let y = builder.convolution(convolution, to: x, name: name)
    return builder.normalization(normalization, activation: activation, of: y, name: "\(name).norm")
  }

  /// The same layer by layer.
  func reference(_ x: Tensor) -> Tensor {
    let y = normalization.map { $0(convolution(x)) } ?? convolution(x)
    return switch activation {
    case .none: y
    case .relu: ReLU()(y)
    case .prelu(let slopes):
      PReLU(slope: Tensor(shape: [slopes.count], scalars: slopes))(y)
    }
  }
}

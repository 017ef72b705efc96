import LivenessLayers
import LivenessTensors

/// A convolution with its batch normalization folded in and, at will, a PReLU behind it.
struct MiniFASNetUnit: Sendable {
  private let convolution: Conv2D
  private let activation: PReLU?

  init(
    from parameters: ParameterScope, inputChannels: Int, outputChannels: Int, kernelSize: Int = 1,
    stride: Int = 1, padding: Int = 0, groups: Int = 1, isActivated: Bool = true
  ) {
    let plain = Conv2D(
      from: parameters.scope("conv"), inputChannels: inputChannels,
      outputChannels: outputChannels, kernelSize: kernelSize, stride: stride, padding: padding,
      groups: groups, bias: false)
    convolution = BatchNorm2D(from: parameters.scope("bn"), channels: outputChannels)
      .folded(into: plain)
    activation =
      isActivated ? PReLU(from: parameters.scope("prelu"), channels: outputChannels) : nil
  }

  /// A unit in which every filter sees one channel.
  init(
    from parameters: ParameterScope, depthwise channels: Int, kernelSize: Int, stride: Int = 1,
    padding: Int = 0, isActivated: Bool = true
  ) {
    self.init(
      from: parameters, inputChannels: channels, outputChannels: channels, kernelSize: kernelSize,
      stride: stride, padding: padding, groups: channels, isActivated: isActivated)
  }

  func callAsFunction(_ x: Tensor, name: String, observe: StageObserver) -> Tensor {
    let normalized = observed("\(name).bn", convolution(x), by: observe)
    let y = activation.map { observed("\(name).prelu", $0(normalized), by: observe) }
    return observed(name, y ?? normalized, by: observe)
  }
}

/// A wider map between two narrow ones: 1×1 convolution, depthwise 3×3, 1×1 back.
struct MiniFASNetBottleneck: Sendable {
  private let expand: MiniFASNetUnit
  private let filter: MiniFASNetUnit
  private let project: MiniFASNetUnit
  private let excitation: MiniFASNetExcitation?
  private let isResidual: Bool

  init(
    from parameters: ParameterScope, inputChannels: Int, width: Int, outputChannels: Int,
    stride: Int = 1, isResidual: Bool, isSqueezed: Bool = false
  ) {
    expand = MiniFASNetUnit(
      from: parameters.scope("conv"), inputChannels: inputChannels, outputChannels: width)
    filter = MiniFASNetUnit(
      from: parameters.scope("conv_dw"), depthwise: width, kernelSize: 3, stride: stride,
      padding: 1)
    project = MiniFASNetUnit(
      from: parameters.scope("project"), inputChannels: width, outputChannels: outputChannels,
      isActivated: false)
    excitation =
      isSqueezed
      ? MiniFASNetExcitation(from: parameters.scope("se_module"), channels: outputChannels) : nil
    self.isResidual = isResidual
  }

  func callAsFunction(_ x: Tensor, name: String, observe: StageObserver) -> Tensor {
    var y = expand(x, name: "\(name).conv", observe: observe)
    y = filter(y, name: "\(name).conv_dw", observe: observe)
    y = project(y, name: "\(name).project", observe: observe)
    if let excitation { y = excitation(y, name: "\(name).se_module", observe: observe) }
    return observed(name, isResidual ? Add()(x, y) : y, by: observe)
  }
}

/// Weighs each channel by a factor from 0 to 1 that follows from the means of all (Hu, Shen and Sun,
/// "Squeeze-and-Excitation Networks", 2018).
struct MiniFASNetExcitation: Sendable {
  private let squeeze: Conv2D
  private let excite: Conv2D

  init(from parameters: ParameterScope, channels: Int) {
    let width = channels / 4
    func convolution(_ name: String, _ norm: String, from inputs: Int, to outputs: Int) -> Conv2D {
      let plain = Conv2D(
        from: parameters.scope(name), inputChannels: inputs, outputChannels: outputs,
        kernelSize: 1, bias: false)
      return BatchNorm2D(from: parameters.scope(norm), channels: outputs).folded(into: plain)
    }
    squeeze = convolution("fc1", "bn1", from: channels, to: width)
    excite = convolution("fc2", "bn2", from: width, to: channels)
  }

  func callAsFunction(_ x: Tensor, name: String, observe: StageObserver) -> Tensor {
    let means = GlobalAveragePool2D()(x).reshaped(to: [x.shape[0], x.shape[1], 1, 1])
    let factors = observed(
      "\(name).sigmoid", Sigmoid()(excite(ReLU()(squeeze(means)))), by: observe)
    return observed(name, ChannelScale()(x, by: factors.flattened()), by: observe)
  }
}

/// A bottleneck that halves the map, and residual ones behind it.
struct MiniFASNetStage: Sendable {
  private let architecture: MiniFASNetArchitecture.Stage
  private let transition: MiniFASNetBottleneck
  private let residuals: [MiniFASNetBottleneck]

  init(
    from parameters: ParameterScope, inputChannels: Int,
    architecture stage: MiniFASNetArchitecture.Stage
  ) {
    architecture = stage
    transition = MiniFASNetBottleneck(
      from: parameters.scope(stage.transition), inputChannels: inputChannels,
      width: stage.transitionWidth, outputChannels: stage.channels, stride: 2, isResidual: false)
    let scope = parameters.scope(stage.residual).scope("model")
    let last = stage.residualWidths.count - 1
    residuals = stage.residualWidths.enumerated().map { index, width in
      MiniFASNetBottleneck(
        from: scope.scope("\(index)"), inputChannels: stage.channels, width: width,
        outputChannels: stage.channels, isResidual: true,
        isSqueezed: stage.isSqueezed && index == last)
    }
  }

  func callAsFunction(_ x: Tensor, observe: StageObserver) -> Tensor {
    var x = transition(x, name: architecture.transition, observe: observe)
    for (index, block) in residuals.enumerated() {
      x = block(x, name: "\(architecture.residual).model.\(index)", observe: observe)
    }
    return observed(architecture.residual, x, by: observe)
  }
}

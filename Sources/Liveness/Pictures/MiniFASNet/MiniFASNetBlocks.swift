import LivenessLayers
import LivenessTensors

/// A convolution with its batch normalization folded in and, at will, a PReLU behind it.
struct MiniFASNetUnit: Sendable {
  private let convolution: Conv2D
  private let activation: PReLU?

  init(
    from parameters: ParameterScope, inputChannels: Int, outputChannels: Int, kernelSize: Int = 1,
    stride: Int = 1, padding: Int = 0, groups: Int = 1, isActivated: Bool = true,
    isFolded: Bool
  ) {
    let plain = Conv2D(
      from: parameters.scope("conv"), inputChannels: inputChannels,
      outputChannels: outputChannels, kernelSize: kernelSize, stride: stride, padding: padding,
      groups: groups, bias: isFolded)
    convolution =
      isFolded
      ? plain
      : BatchNorm2D(from: parameters.scope("bn"), channels: outputChannels).folded(into: plain)
    activation =
      isActivated ? PReLU(from: parameters.scope("prelu"), channels: outputChannels) : nil
  }

  /// A unit in which every filter sees one channel.
  init(
    from parameters: ParameterScope, depthwise channels: Int, kernelSize: Int, stride: Int = 1,
    padding: Int = 0, isActivated: Bool = true, isFolded: Bool
  ) {
    self.init(
      from: parameters, inputChannels: channels, outputChannels: channels, kernelSize: kernelSize,
      stride: stride, padding: padding, groups: channels, isActivated: isActivated,
      isFolded: isFolded)
  }

  /// Writes the unit down as one step, to whose sums a map may be added.
  func append(
    to writer: inout MiniFASNetWriter, _ x: PlanValue, name: String, adding map: PlanValue? = nil
  ) -> PlanValue {
    if writer.keepsStages {
      let normalized = writer.builder.convolution(convolution, to: x, name: name)
      writer.keep("\(name).bn", normalized)
      if activation == nil { writer.keep(name, normalized) }
    }
    let y = writer.builder.convolution(
      convolution, activation: activation.map { .prelu(slopes: $0.slope.scalars) } ?? .none,
      adding: map, to: x, name: name)
    if activation != nil {
      writer.keep("\(name).prelu", y)
      writer.keep(name, y)
    }
    return y
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
    stride: Int = 1, isResidual: Bool, isSqueezed: Bool = false, isFolded: Bool
  ) {
    expand = MiniFASNetUnit(
      from: parameters.scope("conv"), inputChannels: inputChannels, outputChannels: width,
      isFolded: isFolded)
    filter = MiniFASNetUnit(
      from: parameters.scope("conv_dw"), depthwise: width, kernelSize: 3, stride: stride,
      padding: 1, isFolded: isFolded)
    project = MiniFASNetUnit(
      from: parameters.scope("project"), inputChannels: width, outputChannels: outputChannels,
      isActivated: false, isFolded: isFolded)
    excitation =
      isSqueezed
      ? MiniFASNetExcitation(
        from: parameters.scope("se_module"), channels: outputChannels, isFolded: isFolded) : nil
    self.isResidual = isResidual
  }

  /// Writes the bottleneck down.
  func append(to writer: inout MiniFASNetWriter, _ x: PlanValue, name: String) -> PlanValue {
    var y = expand.append(to: &writer, x, name: "\(name).conv")
    y = filter.append(to: &writer, y, name: "\(name).conv_dw")
    if let excitation {
      y = project.append(to: &writer, y, name: "\(name).project")
      y = excitation.append(to: &writer, y, name: "\(name).se_module")
      if isResidual { y = writer.builder.sum(x, y, name: name) }
    } else {
      y = project.append(
        to: &writer, y, name: "\(name).project", adding: isResidual ? x : nil)
    }
    writer.keep(name, y)
    return y
  }
}

/// Weighs each channel by a factor from 0 to 1 that follows from the means of all (Hu, Shen and Sun,
/// "Squeeze-and-Excitation Networks", 2018).
struct MiniFASNetExcitation: Sendable {
  private let squeeze: Conv2D
  private let excite: Conv2D

  init(from parameters: ParameterScope, channels: Int, isFolded: Bool) {
    let width = channels / 4
    func convolution(_ name: String, _ norm: String, from inputs: Int, to outputs: Int) -> Conv2D {
      let plain = Conv2D(
        from: parameters.scope(name), inputChannels: inputs, outputChannels: outputs,
        kernelSize: 1, bias: isFolded)
      guard !isFolded else { return plain }
      return BatchNorm2D(from: parameters.scope(norm), channels: outputs).folded(into: plain)
    }
    squeeze = convolution("fc1", "bn1", from: channels, to: width)
    excite = convolution("fc2", "bn2", from: width, to: channels)
  }

  /// Writes the block down.
  func append(to writer: inout MiniFASNetWriter, _ x: PlanValue, name: String) -> PlanValue {
    let means = writer.builder.globalAverage(of: x, name: "\(name).pool")
    let squeezed = writer.builder.convolution(
      squeeze, activation: .relu, to: means, name: "\(name).fc1")
    let excited = writer.builder.convolution(excite, to: squeezed, name: "\(name).fc2")
    let factors = writer.builder.sigmoid(of: excited, name: "\(name).sigmoid")
    writer.keep("\(name).sigmoid", factors)
    let y = writer.builder.scaling(x, by: factors, name: name)
    writer.keep(name, y)
    return y
  }
}

/// A bottleneck that halves the map, and residual ones behind it.
struct MiniFASNetStage: Sendable {
  private let architecture: MiniFASNetArchitecture.Stage
  private let transition: MiniFASNetBottleneck
  private let residuals: [MiniFASNetBottleneck]

  init(
    from parameters: ParameterScope, inputChannels: Int,
    architecture stage: MiniFASNetArchitecture.Stage, isFolded: Bool
  ) {
    architecture = stage
    transition = MiniFASNetBottleneck(
      from: parameters.scope(stage.transition), inputChannels: inputChannels,
      width: stage.transitionWidth, outputChannels: stage.channels, stride: 2, isResidual: false,
      isFolded: isFolded)
    let scope = parameters.scope(stage.residual).scope("model")
    let last = stage.residualWidths.count - 1
    residuals = stage.residualWidths.enumerated().map { index, width in
      MiniFASNetBottleneck(
        from: scope.scope("\(index)"), inputChannels: stage.channels, width: width,
        outputChannels: stage.channels, isResidual: true,
        isSqueezed: stage.isSqueezed && index == last, isFolded: isFolded)
    }
  }

  /// Writes the stage down.
  func append(to writer: inout MiniFASNetWriter, _ x: PlanValue) -> PlanValue {
    var x = transition.append(to: &writer, x, name: architecture.transition)
    for (index, block) in residuals.enumerated() {
      x = block.append(to: &writer, x, name: "\(architecture.residual).model.\(index)")
    }
    writer.keep(architecture.residual, x)
    return x
  }
}

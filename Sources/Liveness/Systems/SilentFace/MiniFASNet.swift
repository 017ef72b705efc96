package import LivenessLayers
package import LivenessTensors

/// Minivision's network that tells a living face from a print or a screen on one colour image.
///
/// A narrow relative of MobileFaceNet: bottlenecks with pruned widths, a global depthwise
/// convolution, an embedding of 128 numbers, three logits. Class 1 is a living face; 0 and 2 are
/// attacks. Source: the weights of Silent-Face-Anti-Spoofing (Minivision, 2020, Apache-2.0), whose
/// names and shapes describe it.
package struct MiniFASNet: Sendable {
  /// Pixels along each side of the input.
  package static let inputSize = 80
  /// The logits.
  package static let classCount = 3

  private let stem: MiniFASNetUnit
  private let stemDepthwise: MiniFASNetUnit
  private let stages: [MiniFASNetStage]
  private let separable: MiniFASNetUnit
  private let globalDepthwise: MiniFASNetUnit
  private let embedding: Linear
  private let normalization: BatchNorm1D
  private let logits: Linear

  /// Takes the parameters from the root scope of a weight file, by the names of the original.
  package init(from parameters: ParameterScope, architecture: MiniFASNetArchitecture) {
    stem = MiniFASNetUnit(
      from: parameters.scope("conv1"), inputChannels: 3, outputChannels: 32, kernelSize: 3,
      stride: 2, padding: 1)
    stemDepthwise = MiniFASNetUnit(
      from: parameters.scope("conv2_dw"), depthwise: 32, kernelSize: 3, stride: 1, padding: 1)
    var channels = 32
    stages = architecture.stages.map { stage in
      defer { channels = stage.channels }
      return MiniFASNetStage(from: parameters, inputChannels: channels, architecture: stage)
    }
    separable = MiniFASNetUnit(
      from: parameters.scope("conv_6_sep"), inputChannels: channels, outputChannels: 512)
    globalDepthwise = MiniFASNetUnit(
      from: parameters.scope("conv_6_dw"), depthwise: 512, kernelSize: 5, isActivated: false)
    embedding = Linear(
      from: parameters.scope("linear"), inputFeatures: 512, outputFeatures: 128, bias: false)
    normalization = BatchNorm1D(from: parameters.scope("bn"), features: 128)
    logits = Linear(
      from: parameters.scope("prob"), inputFeatures: 128, outputFeatures: Self.classCount,
      bias: false)
  }

  /// Runs the network.
  ///
  /// **Shape** `[N, 3, 80, 80]` to `[N, 3]`. **Units** channels in the order blue, green, red, from
  /// 0 to 255 as a camera gives them; the result is logits.
  package func callAsFunction(_ faces: Tensor) -> Tensor {
    run(faces) { _, _ in }
  }

  /// What the network computes on its way, in order, by the names that the weights have.
  package func stages(of faces: Tensor) -> [(name: String, value: Tensor)] {
    var values: [(name: String, value: Tensor)] = []
    _ = run(faces) { values.append(($0, $1)) }
    return values
  }

  private func run(_ faces: Tensor, observe: StageObserver) -> Tensor {
    var x = stem(faces, name: "conv1", observe: observe)
    x = stemDepthwise(x, name: "conv2_dw", observe: observe)
    for stage in stages { x = stage(x, observe: observe) }
    x = separable(x, name: "conv_6_sep", observe: observe)
    x = globalDepthwise(x, name: "conv_6_dw", observe: observe)
    let features = observed("conv_6_flatten", x.flattened(), by: observe)
    let embedded = observed("linear", embedding(features), by: observe)
    let normalized = observed("bn", normalization(embedded), by: observe)
    return observed("prob", logits(normalized), by: observe)
  }
}

/// Sees what a network computes on its way.
typealias StageObserver = (_ name: String, _ value: Tensor) -> Void

/// The value, once it has been seen.
func observed(_ name: String, _ value: Tensor, by observe: StageObserver) -> Tensor {
  observe(name, value)
  return value
}

import LivenessTensors
import TestSupport

/// One convolution with its input, and what every kernel that can compute it makes of it.
struct ConvolutionProblem: CustomStringConvertible {
  let parameters: ConvolutionParameters
  let planes: [Float]
  let other: [Float]?
  let border: Int
  let outputBorder: Int
  let isDense: Bool

  init(
    _ parameters: ConvolutionParameters, planes: [Float], other: [Float]? = nil, border: Int = 1,
    outputBorder: Int = 1, isDense: Bool = false
  ) {
    self.parameters = parameters
    self.planes = planes
    self.other = other
    self.border = border
    self.outputBorder = outputBorder
    self.isDense = isDense
  }

  /// A problem whose channels, extents, window and activation are drawn.
  static func random(using generator: inout SeededGenerator) -> ConvolutionProblem {
    func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
    func numbers(_ count: Int) -> [Float] { generator.tensor([count]).scalars }
    let kind = pick(0...4)
    let (inputs, outputs) = (pick(1...35), pick(1...40))
    // Groups: none, one for each channel, or a few.
    let groups = kind == 0 ? inputs : kind == 1 ? pick(1...3) : 1
    let inputChannels = kind == 1 ? groups * pick(1...6) : inputs
    let outputChannels = kind == 0 ? inputs : kind == 1 ? groups * pick(1...9) : outputs
    let isWinograd = kind == 2
    let isSquare = pick(0...1) == 0
    /// A window along one axis, and what is added behind the extent.
    func window() -> (WindowPlacement, trailing: Int) {
      let kernel = isWinograd ? 3 : pick(1...5)
      let padding = isWinograd ? 1 : min(kernel / 2, pick(0...2))
      let window = WindowPlacement(
        inputCount: 1, outputCount: 1, kernel: kernel, stride: isWinograd ? 1 : pick(1...3),
        padding: padding, dilation: isWinograd || pick(0...3) > 0 ? 1 : 2)
      return (window, isWinograd || isSquare ? padding : pick(0...2))
    }
    func place(_ window: (WindowPlacement, trailing: Int), _ extent: Int) -> WindowPlacement {
      let (shape, trailing) = window
      let reach = shape.dilation * (shape.kernel - 1) + 1
      let extent = max(extent, reach - shape.padding - trailing)
      return WindowPlacement(
        inputCount: extent,
        outputCount: (extent + shape.padding + trailing - reach) / shape.stride + 1,
        kernel: shape.kernel, stride: shape.stride, padding: shape.padding,
        dilation: shape.dilation)
    }
    let rows = window()
    let vertical = place(rows, pick(1...14))
    let horizontal = place(isSquare ? rows : window(), pick(1...14))
    let isPooled = vertical.outputCount > 1 && horizontal.outputCount > 1 && pick(0...2) == 0
    let activations: [Activation] = [
      .none, .relu, .prelu(slopes: [0.25]), .prelu(slopes: numbers(outputChannels)),
    ]
    let taps = vertical.kernel * horizontal.kernel
    let parameters = ConvolutionParameters(
      weight: numbers(outputChannels * inputChannels / groups * taps),
      bias: pick(0...2) > 0 ? numbers(outputChannels) : nil, inputChannels: inputChannels,
      outputChannels: outputChannels, groups: groups, vertical: vertical, horizontal: horizontal,
      activation: activations[pick(0...3)], isPooled: isPooled)
    let extents = parameters.outputExtents
    return ConvolutionProblem(
      parameters, planes: numbers(inputChannels * vertical.inputCount * horizontal.inputCount),
      other: !isPooled && pick(0...1) == 0
        ? numbers(outputChannels * extents.height * extents.width) : nil,
      border: pick(0...3) > 0 ? 1 : 0, outputBorder: pick(0...1), isDense: pick(0...3) == 0)
  }

  var input: MapLayout {
    MapLayout(
      height: parameters.vertical.inputCount, width: parameters.horizontal.inputCount,
      channels: parameters.inputChannels, border: border, isDense: isDense)
  }

  var output: MapLayout {
    MapLayout(
      height: parameters.outputExtents.height, width: parameters.outputExtents.width,
      channels: parameters.outputChannels, border: outputBorder)
  }

  var reference: [Float] { parameters.reference(planes, adding: other) }

  /// The kernels that can compute the convolution, by name.
  var candidates: [(name: String, kernel: any MapKernel)] {
    var candidates: [(name: String, kernel: any MapKernel)] = []
    for backend in ProductBackend.allCases {
      candidates.append(
        (
          "FastestConvolution, \(backend)",
          FastestConvolution.kernel(
            for: parameters, input: input, output: output, backend: backend)
        ))
      candidates.append(
        (
          "PatchConvolution, \(backend)",
          PatchConvolution(parameters, input: input, output: output, backend: backend)
        ))
      if WinogradConvolution.canCompute(parameters, input: input) {
        candidates += [
          (
            "WinogradConvolution, \(backend)",
            WinogradConvolution(parameters, input: input, output: output, backend: backend)
          ),
          (
            "SmallWinogradConvolution, \(backend)",
            SmallWinogradConvolution(parameters, input: input, output: output, backend: backend)
          ),
        ]
      }
    }
    if DirectConvolution.canCompute(parameters, input: input) {
      candidates.append(
        ("DirectConvolution", DirectConvolution(parameters, input: input, output: output)))
    }
    if DepthwiseConvolution.canCompute(parameters, input: input) {
      candidates.append(
        ("DepthwiseConvolution", DepthwiseConvolution(parameters, input: input, output: output)))
    }
    return candidates
  }

  /// What the kernels make of the input; `nil` where one wrote beyond its pixels.
  var results: [(name: String, planes: [Float]?)] { results(shares: .halves) }

  /// The same with the work shared out in a given way.
  func results(shares: MapRunner.Shares) -> [(name: String, planes: [Float]?)] {
    candidates.map { name, kernel in
      (
        name,
        MapRunner.run(
          kernel, planes, input: input, other: other.map { (output, $0) }, output: output,
          shares: shares)
      )
    }
  }

  var description: String {
    "\(parameters.inputChannels) to \(parameters.outputChannels) channels in \(parameters.groups) "
      + "groups, \(parameters.vertical) by \(parameters.horizontal), \(parameters.activation), "
      + "pooled \(parameters.isPooled), added \(other != nil), borders \(border) and "
      + "\(outputBorder), dense \(isDense), bias \(parameters.bias != nil)"
  }
}

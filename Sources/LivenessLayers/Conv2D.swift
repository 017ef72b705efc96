public import LivenessTensors

/// Convolution (cross-correlation) of a batch of maps, in groups of channels.
///
/// `y[n, o, r, c] = bias[o] + Σ weight[o, k, i, j] · x[n, k₀ + k, r·stride − padding + i·dilation, …]`
/// over the channels `k` of the group of `o` and the taps `i, j`; outside the map, `x` is 0.
///
/// **Shape** `[N, inputChannels, H, W]` to `[N, outputChannels, H', W']`, where ``WindowGeometry``
/// gives `H'` and `W'`. An empty map gives an empty map.
public struct Conv2D: Sendable {
  /// The filters, `[outputChannels, inputChannels / groups, height, width]`.
  public let weight: Tensor
  /// What is added to each output channel, `[outputChannels]`; `nil` for nothing.
  public let bias: Tensor?
  /// The window that the filters slide by.
  public let window: Window2D
  /// The number of groups: each sees its own part of the input channels.
  public let groups: Int

  /// Channels in.
  public var inputChannels: Int { weight.shape[1] * groups }
  /// Channels out.
  public var outputChannels: Int { weight.shape[0] }
  /// Whether every filter sees one channel.
  public var isDepthwise: Bool { weight.shape[1] == 1 }

  /// Makes a convolution from its filters.
  ///
  /// - Precondition: The filters are as large as the window, and `groups` divides their number.
  public init(weight: Tensor, bias: Tensor? = nil, window: Window2D, groups: Int = 1) {
    let kernel = [window.vertical.kernel, window.horizontal.kernel]
    precondition(
      weight.shape.rank == 4 && Array(weight.shape.dimensions[2...]) == kernel
        && weight.shape.count > 0,
      "Conv2D takes filters of shape [outputs, inputs, \(kernel[0]), \(kernel[1])], "
        + "found \(weight.shape)")
    precondition(
      groups > 0 && weight.shape[0] % groups == 0,
      "Conv2D with \(groups) groups needs as many outputs or a multiple, found \(weight.shape)")
    precondition(
      bias.map { $0.shape == [weight.shape[0]] } ?? true,
      "Conv2D with filters of shape \(weight.shape) takes a bias of shape [\(weight.shape[0])], "
        + "found \(bias?.shape.description ?? "none")")
    self.weight = weight
    self.bias = bias
    self.window = window
    self.groups = groups
  }

  /// Makes a convolution with a square window from its filters, whose extents are the window's.
  public init(
    weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0, dilation: Int = 1,
    groups: Int = 1
  ) {
    precondition(
      weight.shape.rank == 4,
      "Conv2D takes filters of shape [outputs, inputs, height, width], found \(weight.shape)")
    let axes = [2, 3].map {
      WindowGeometry(
        kernel: weight.shape[$0], stride: stride, padding: padding, dilation: dilation)
    }
    self.init(
      weight: weight, bias: bias, window: Window2D(vertical: axes[0], horizontal: axes[1]),
      groups: groups)
  }

  /// Takes the parameters `weight` and, where asked for, `bias` from a scope.
  public init(
    from parameters: ParameterScope, inputChannels: Int, outputChannels: Int, window: Window2D,
    groups: Int = 1, bias: Bool = true
  ) {
    precondition(
      groups > 0 && inputChannels % groups == 0,
      "Conv2D needs groups that divide its inputs, found \(inputChannels) inputs, \(groups) groups")
    self.init(
      weight: parameters.tensor(
        "weight",
        shape: [
          outputChannels, inputChannels / groups, window.vertical.kernel, window.horizontal.kernel,
        ]),
      bias: bias ? parameters.tensor("bias", shape: [outputChannels]) : nil,
      window: window, groups: groups)
  }

  /// Takes the parameters `weight` and, where asked for, `bias` of a square window from a scope.
  public init(
    from parameters: ParameterScope, inputChannels: Int, outputChannels: Int, kernelSize: Int,
    stride: Int = 1, padding: Int = 0, dilation: Int = 1, groups: Int = 1, bias: Bool = true
  ) {
    self.init(
      from: parameters, inputChannels: inputChannels, outputChannels: outputChannels,
      window: Window2D(
        kernelSize: kernelSize, stride: stride, padding: padding, dilation: dilation),
      groups: groups, bias: bias)
  }

  /// Convolves a batch of maps.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.shape.requireMaps(channels: inputChannels, for: "Conv2D")
    let vertical = window.vertical.placed(onAxisOf: x.shape[2])
    let horizontal = window.horizontal.placed(onAxisOf: x.shape[3])
    if isDepthwise && groups > 1 {
      return DepthwiseConvolutionKernel.convolve(
        x, weight: weight, bias: bias, vertical: vertical, horizontal: horizontal)
    }
    return ConvolutionKernel.convolve(
      x, weight: weight, bias: bias, groups: groups, vertical: vertical, horizontal: horizontal)
  }
}

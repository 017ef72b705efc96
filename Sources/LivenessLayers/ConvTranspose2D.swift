public import LivenessTensors

/// Transposed convolution of a batch of maps: the window's convolution run backwards.
///
/// Every scalar `x[n, k, r, c]` adds `weight[k, o, i, j] · x` to
/// `y[n, o, r·stride − padding + i·dilation, c·stride − padding + j·dilation]`, where that lies on
/// the map; `bias[o]` is added once.
///
/// **Shape** `[N, inputChannels, H, W]` to `[N, outputChannels, H', W']`, where
/// ``WindowGeometry/transposedCount(forInput:extra:)`` gives `H'` and `W'`. An empty map gives an
/// empty map.
public struct ConvTranspose2D: Sendable {
  /// The filters, `[inputChannels, outputChannels / groups, height, width]`.
  public let weight: Tensor
  /// What is added to each output channel, `[outputChannels]`; `nil` for nothing.
  public let bias: Tensor?
  /// The window of the convolution that is run backwards.
  public let window: Window2D
  /// Rows and columns added at the end of the result (PyTorch's `output_padding`).
  public let extra: Int
  /// The number of groups: each sees its own part of the input channels.
  public let groups: Int

  /// Channels in.
  public var inputChannels: Int { weight.shape[0] }
  /// Channels out.
  public var outputChannels: Int { weight.shape[1] * groups }

  /// Makes a transposed convolution from its filters.
  ///
  /// - Precondition: The filters are as large as the window, `groups` divides the input channels,
  ///   and `extra` is smaller than the stride or the dilation.
  public init(
    weight: Tensor, bias: Tensor? = nil, window: Window2D, extra: Int = 0, groups: Int = 1
  ) {
    let kernel = [window.vertical.kernel, window.horizontal.kernel]
    precondition(
      weight.shape.rank == 4 && Array(weight.shape.dimensions[2...]) == kernel
        && weight.shape.count > 0,
      "ConvTranspose2D takes filters of shape [inputs, outputs, \(kernel[0]), \(kernel[1])], "
        + "found \(weight.shape)")
    precondition(
      groups > 0 && weight.shape[0] % groups == 0,
      "ConvTranspose2D with \(groups) groups needs as many inputs or a multiple, "
        + "found \(weight.shape)")
    precondition(
      bias.map { $0.shape == [weight.shape[1] * groups] } ?? true,
      "ConvTranspose2D with filters of shape \(weight.shape) in \(groups) groups takes a bias of "
        + "shape [\(weight.shape[1] * groups)], found \(bias?.shape.description ?? "none")")
    precondition(
      extra >= 0
        && [window.vertical, window.horizontal].allSatisfy { extra < max($0.stride, $0.dilation) },
      "ConvTranspose2D takes an extra extent from 0 to below stride or dilation, found \(extra)")
    self.weight = weight
    self.bias = bias
    self.window = window
    self.extra = extra
    self.groups = groups
  }

  /// Takes the parameters `weight` and, where asked for, `bias` from a scope.
  public init(
    from parameters: ParameterScope, inputChannels: Int, outputChannels: Int, kernelSize: Int,
    stride: Int = 1, padding: Int = 0, extra: Int = 0, dilation: Int = 1, groups: Int = 1,
    bias: Bool = true
  ) {
    precondition(
      groups > 0 && outputChannels % groups == 0,
      "ConvTranspose2D needs groups that divide its outputs, found \(outputChannels) outputs, "
        + "\(groups) groups")
    self.init(
      weight: parameters.tensor(
        "weight", shape: [inputChannels, outputChannels / groups, kernelSize, kernelSize]),
      bias: bias ? parameters.tensor("bias", shape: [outputChannels]) : nil,
      window: Window2D(
        kernelSize: kernelSize, stride: stride, padding: padding, dilation: dilation),
      extra: extra, groups: groups)
  }

  /// Convolves a batch of maps backwards.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.shape.requireMaps(channels: inputChannels, for: "ConvTranspose2D")
    return TransposedConvolutionKernel.convolve(
      x, weight: weight, bias: bias, groups: groups,
      vertical: window.vertical.placedBackwards(fromAxisOf: x.shape[2], extra: extra),
      horizontal: window.horizontal.placedBackwards(fromAxisOf: x.shape[3], extra: extra))
  }
}

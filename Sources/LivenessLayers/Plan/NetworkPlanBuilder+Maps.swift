extension NetworkPlanBuilder {
  /// The largest scalar below each window.
  package mutating func maximumPool(
    _ layer: MaxPool2D, of x: PlanValue, name: String
  ) -> PlanValue {
    append(
      name, .maximumPool(layer), [x],
      height: layer.window.vertical.outputCount(forInput: x.height, roundingUp: layer.roundsUp),
      width: layer.window.horizontal.outputCount(forInput: x.width, roundingUp: layer.roundsUp),
      channels: x.channels)
  }

  /// A map drawn on a grid of another size.
  package mutating func resize(_ layer: Resize2D, of x: PlanValue, name: String) -> PlanValue {
    append(
      name, .resize(layer), [x], height: layer.height, width: layer.width, channels: x.channels)
  }

  /// A map with channels of zeros behind its own.
  package mutating func widening(
    _ x: PlanValue, channels: Int, name: String
  ) -> PlanValue {
    precondition(channels >= x.channels, "\(name) takes at most \(channels) channels, found \(x)")
    return append(name, .widening, [x], height: x.height, width: x.width, channels: channels)
  }

  /// A transposed convolution whose windows lie side by side, cut to an extent.
  ///
  /// A 1×1 convolution gives all pixels of a window as channels, which are then spread out.
  ///
  /// - Precondition: The window is square, moves by its own size, has neither padding nor dilation,
  ///   and there is one group; the extent does not exceed the result's.
  package mutating func transposedConvolution(
    _ layer: ConvTranspose2D, to x: PlanValue, height: Int, width: Int, name: String
  ) -> PlanValue {
    let factor = layer.window.vertical.kernel
    precondition(
      layer.window == Window2D(kernelSize: factor, stride: factor) && layer.groups == 1
        && height <= x.height * factor && width <= x.width * factor,
      "\(name) takes windows side by side and at most \(x.height * factor) × \(x.width * factor) "
        + "pixels, found \(layer.window), \(height) × \(width)")
    let blocks = convolution(layer.pixelsAsChannels, to: x, name: name)
    return append(
      name, .blocks(factor: factor), [blocks], height: height, width: width,
      channels: layer.outputChannels)
  }
}

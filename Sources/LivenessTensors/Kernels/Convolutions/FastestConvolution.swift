/// Which kernel computes a convolution fastest, judged by its shapes and by who multiplies matrices.
package enum FastestConvolution {
  /// Makes the kernel for a convolution between two maps.
  package static func kernel(
    for parameters: ConvolutionParameters, input: MapLayout, output: MapLayout,
    backend: ProductBackend = .preferred
  ) -> any MapKernel {
    if DepthwiseConvolution.canCompute(parameters, input: input) {
      return DepthwiseConvolution(parameters, input: input, output: output)
    }
    if WinogradConvolution.canCompute(parameters, input: input), prefersWinograd(parameters) {
      let readsManyFilters = readsManyFilters(parameters)
      if readsManyFilters && backend == .packed {
        return SmallWinogradConvolution(
          parameters, input: input, output: output, backend: backend)
      }
      // BLAS lays out its factors anew in each call, which few tiles do not repay.
      let isSmall = readsManyFilters || isSmall(parameters, taps: 1)
      return WinogradConvolution(
        parameters, input: input, output: output, backend: isSmall ? .packed : backend)
    }
    if DirectConvolution.canCompute(parameters, input: input),
      backend == .packed || isSmall(parameters, taps: parameters.tapCount)
    {
      return DirectConvolution(parameters, input: input, output: output)
    }
    return PatchConvolution(parameters, input: input, output: output, backend: backend)
  }

  /// Whether the products saved outweigh the transforms: not for very few channels, nor for a map of
  /// one tile.
  private static func prefersWinograd(_ parameters: ConvolutionParameters) -> Bool {
    parameters.inputChannels >= Lanes.scalarCount
      && parameters.vertical.outputCount * parameters.horizontal.outputCount > 16
  }

  /// Whether the 36 planes of filters would not stay in the second-level cache while the map has few
  /// tiles to use them on.
  private static func readsManyFilters(_ parameters: ConvolutionParameters) -> Bool {
    parameters.vertical.outputCount * parameters.horizontal.outputCount <= 196
      && 36 * parameters.inputChannels * parameters.outputChannels > 100 << 10
  }

  /// Whether the filters of a product are too few for the time that BLAS takes to lay them out.
  private static func isSmall(_ parameters: ConvolutionParameters, taps: Int) -> Bool {
    taps * parameters.inputChannels * parameters.outputChannels <= (taps == 1 ? 128 : 1024)
  }
}

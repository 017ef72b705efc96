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
    if WinogradConvolution.canCompute(parameters, input: input), parameters.inputChannels >= 8 {
      return WinogradConvolution(parameters, input: input, output: output, backend: backend)
    }
    if DirectConvolution.canCompute(parameters, input: input),
      backend == .packed || isSmall(parameters)
    {
      return DirectConvolution(parameters, input: input, output: output)
    }
    return PatchConvolution(parameters, input: input, output: output, backend: backend)
  }

  /// Whether a product has too few scalars for the time that BLAS takes to lay them out.
  private static func isSmall(_ parameters: ConvolutionParameters) -> Bool {
    let taps = parameters.vertical.kernel * parameters.horizontal.kernel
    return taps * parameters.inputChannels * parameters.outputChannels <= 1024
  }
}

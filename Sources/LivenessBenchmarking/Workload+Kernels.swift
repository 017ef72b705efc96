import LivenessLayers
import LivenessTensors

extension Workload {
  /// Every kernel that can compute a convolution, on the shapes of our networks.
  static var kernels: [Workload] {
    ConvolutionShape.all.flatMap { shape in
      Algorithm.allCases.filter { $0.suits(shape) }.map { algorithm in
        Workload(
          .kernel, "\(shape.name)-\(algorithm.rawValue)", multiplications: shape.multiplications
        ) { _ in
          KernelRun(
            algorithm.kernel(shape.parameters, input: shape.input, output: shape.output),
            input: shape.input, output: shape.output
          ).run
        }
      }
    }
  }
}

/// A way to compute a convolution.
private enum Algorithm: String, CaseIterable {
  case winograd
  case winogradBLAS = "winograd-blas"
  case direct
  case patches
  case patchesBLAS = "patches-blas"

  func suits(_ shape: ConvolutionShape) -> Bool {
    switch self {
    case .winograd, .winogradBLAS:
      shape.groups == 1 && shape.kernel == 3 && shape.stride == 1 && shape.inputs >= 8
    case .direct: true
    case .patches, .patchesBLAS: shape.groups == 1
    }
  }

  func kernel(
    _ parameters: ConvolutionParameters, input: MapLayout, output: MapLayout
  ) -> any MapKernel {
    switch self {
    case .winograd:
      WinogradConvolution(parameters, input: input, output: output, backend: .packed)
    case .winogradBLAS:
      WinogradConvolution(parameters, input: input, output: output, backend: .blas)
    case .direct:
      parameters.groups > 1
        ? DepthwiseConvolution(parameters, input: input, output: output)
        : DirectConvolution(parameters, input: input, output: output)
    case .patches: PatchConvolution(parameters, input: input, output: output, backend: .packed)
    case .patchesBLAS: PatchConvolution(parameters, input: input, output: output, backend: .blas)
    }
  }
}

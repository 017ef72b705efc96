import LivenessLayers
import LivenessTensors

extension Workload {
  /// Every kernel that can compute a convolution, on the shapes of our networks.
  static var kernels: [Workload] {
    ConvolutionShape.all.flatMap { shape in
      Algorithm.allCases.filter { $0.suits(shape) }.map { algorithm in
        Workload(
          .kernel, "\(algorithm.rawValue)-\(shape.name)", multiplications: shape.multiplications
        ) { _ in
          let input = MapLayout(
            height: shape.extent, width: shape.extent, channels: shape.inputs,
            isDense: shape.inputs <= 4)
          let output = MapLayout(
            height: shape.outputExtent, width: shape.outputExtent, channels: shape.outputs)
          let run = KernelRun(
            algorithm.kernel(shape.parameters, input: input, output: output), input: input,
            output: output)
          var isFirst = true
          return {
            run()
            defer { isFirst = false }
            return isFirst ? [run.output] : []
          }
        }
      }
    }
  }
}

/// A way to compute a convolution.
private enum Algorithm: String, CaseIterable {
  case winograd, winogradBLAS = "winograd-blas", direct, patches, patchesBLAS = "patches-blas"
  case depthwise

  func suits(_ shape: ConvolutionShape) -> Bool {
    switch self {
    case .depthwise: shape.groups > 1
    case .winograd, .winogradBLAS:
      shape.groups == 1 && shape.kernel == 3 && shape.stride == 1 && shape.inputs >= 8
    case .direct: shape.groups == 1
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
    case .direct: DirectConvolution(parameters, input: input, output: output)
    case .patches: PatchConvolution(parameters, input: input, output: output, backend: .packed)
    case .patchesBLAS: PatchConvolution(parameters, input: input, output: output, backend: .blas)
    case .depthwise: DepthwiseConvolution(parameters, input: input, output: output)
    }
  }
}

extension ConvolutionShape {
  fileprivate var parameters: ConvolutionParameters {
    let layer = layer
    let window = WindowPlacement(
      inputCount: extent, outputCount: outputExtent, kernel: kernel, stride: stride,
      padding: kernel / 2, dilation: 1)
    return ConvolutionParameters(
      weight: layer.weight.scalars, bias: layer.bias?.scalars, inputChannels: inputs,
      outputChannels: outputs, groups: groups, vertical: window, horizontal: window,
      activation: .relu)
  }
}

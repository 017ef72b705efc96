public import LivenessLayers
public import LivenessTensors

/// Finds 68 key points on a grey face crop by regression.
///
/// Four stages of two convolutions each, halving the map between them, a 1×1 convolution, and one
/// fully connected layer that gives two numbers a point.
public struct KeyPointNetwork: Sendable {
  /// Pixels along each side of the crop.
  public static let inputSize = 112

  /// The network as it runs.
  package let plan: NetworkPlan

  /// Takes the parameters from the root scope of a model file.
  public init(from parameters: ParameterScope) {
    plan = KeyPointLayers(from: parameters).plan()
  }

  /// Runs the network on standardized grey crops.
  ///
  /// **Shape** `[N, 1, 112, 112]` to `[N, 136]`: x and y of each point in turn. **Units** as the
  /// model file's `output` says.
  ///
  /// - Parameters:
  ///   - crops: The crops.
  ///   - threads: The most threads that take part; the result is the same to the bit.
  public func callAsFunction(_ crops: Tensor, threads: Int = 1) -> Tensor {
    plan([crops], threads: threads)[0]
  }
}

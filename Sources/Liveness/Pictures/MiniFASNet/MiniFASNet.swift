package import LivenessLayers
package import LivenessTensors

/// Minivision's network that tells a living face from a print or a screen on one colour image.
///
/// A narrow relative of MobileFaceNet: bottlenecks with pruned widths, a global depthwise
/// convolution, an embedding of 128 numbers, three logits; class 1 is a living face, 0 and 2 are
/// attacks. Source: the weights of Silent-Face-Anti-Spoofing (Minivision, 2020, Apache-2.0), whose
/// names and shapes describe it.
package struct MiniFASNet: Sendable {
  /// The network as it runs.
  package let plan: NetworkPlan
  private let layers: MiniFASNetLayers

  /// Takes the parameters from the root scope of a weight file, by the names of the original.
  package init(from parameters: ParameterScope, architecture: MiniFASNetArchitecture) {
    layers = MiniFASNetLayers(from: parameters, architecture: architecture)
    var writer = MiniFASNetWriter(keepsStages: false)
    layers.append(to: &writer)
    plan = NetworkPlan(writer.builder)
  }

  /// Runs the network.
  ///
  /// **Shape** `[N, 3, 80, 80]` to `[N, 3]`, or what the architecture says. **Units** as the model's
  /// card says: the authors' networks take blue, green, red, from 0 to 255 as a camera gives them;
  /// the result is logits.
  ///
  /// - Parameters:
  ///   - faces: The crops.
  ///   - threads: The most threads that take part; the result is the same to the bit.
  /// - Returns: The logits.
  package func callAsFunction(_ faces: Tensor, threads: Int = 1) -> Tensor {
    plan([faces], threads: threads)[0]
  }

  /// What the network computes on its way, in order, by the names that the weights have.
  package func stages(of faces: Tensor) -> [(name: String, value: Tensor)] {
    var writer = MiniFASNetWriter(keepsStages: true)
    layers.append(to: &writer)
    return Array(zip(writer.names, NetworkPlan(writer.builder)([faces], threads: 1)))
  }
}

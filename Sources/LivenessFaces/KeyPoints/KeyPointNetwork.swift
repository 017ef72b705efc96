public import LivenessLayers
public import LivenessTensors

/// Finds key points on a grey face crop by regression.
///
/// Of its own it has four stages of two convolutions each, halving the map between them, a 1×1
/// convolution, and one fully connected layer that gives two numbers for each of 68 points. A file may
/// describe another network step by step.
public struct KeyPointNetwork: Sendable {
  /// Pixels along each side of the crop.
  public static let inputSize = 112

  /// The network as it runs.
  package let plan: NetworkPlan
  /// The names of what it gives.
  private let outputs: [String]

  /// Takes the parameters from the root scope of a model file.
  public init(from parameters: ParameterScope) {
    plan = KeyPointLayers(from: parameters).plan()
    outputs = ["points"]
  }

  /// Builds the network of a file: that which its card describes, or else the one of 68 points.
  init(_ file: ModelFile, layout: KeyPointLayout) throws(CheckpointError) {
    let architecture = try file.card.fields.object("architecture")
    guard architecture.contains("steps") || layout != .multiPIE else {
      self = try file.build { KeyPointNetwork(from: $0) }
      return
    }
    let input = file.card.inputs[0]
    let graph = try NetworkGraph(architecture, input: input)
    let shapes = try graph.shapes(height: input.height, width: input.width)
    for (output, count) in layout.outputs {
      let map = shapes.map(named: output)
      guard graph.outputs.contains(output), let map,
        [map.channels, map.height, map.width] == [count, 1, 1]
      else {
        throw architecture.mismatch(
          "outputs", expected: "\"\(output)\" of \(count) numbers",
          found: map.map { "\($0.channels) channels of \($0.height)×\($0.width)" } ?? "none")
      }
    }
    let network = try file.build { GraphNetwork(graph, shapes: shapes, from: $0) }
    plan = try network.plan(height: input.height, width: input.width)
    outputs = graph.outputs
  }

  /// Runs the network on standardized grey crops.
  ///
  /// **Shape** `[N, 1, 112, 112]` to `[N, 136]`, or as the file's `output` says: x and y of each
  /// point in turn. **Units** as the model file's `output` says.
  ///
  /// - Parameters:
  ///   - crops: The crops.
  ///   - threads: The most threads that take part; the result is the same to the bit.
  /// - Returns: The coordinates.
  public func callAsFunction(_ crops: Tensor, threads: Int = 1) -> Tensor {
    plan([crops], threads: threads)[outputs.firstIndex(of: "points") ?? 0]
  }

  /// Everything that the network gives for standardized grey crops, by name.
  func outputs(of crops: Tensor, threads: Int = 1) -> [String: Tensor] {
    Dictionary(zip(outputs, plan([crops], threads: threads)), uniquingKeysWith: { $1 })
  }
}

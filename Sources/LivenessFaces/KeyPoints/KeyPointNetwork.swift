import LivenessLayers
import LivenessTensors

/// The network of a key-point model, as its card describes it step by step: a grey face crop to a
/// heatmap for each point, and what else the model's layout asks for.
struct KeyPointNetwork: Sendable {
  /// Pixels along each side of the crop.
  static let inputSize = 112
  /// The name of the output with the heatmaps.
  static let heatmaps = "heatmaps"

  private let plan: NetworkPlan
  private let outputs: [String]

  /// Builds the network of a file whose card has an input of that size.
  init(_ file: ModelFile, layout: KeyPointLayout) throws(CheckpointError) {
    let architecture = try file.card.fields.object("architecture")
    let input = file.card.inputs[0]
    let graph = try NetworkGraph(architecture, input: input)
    let shapes = try graph.shapes(height: input.height, width: input.width)
    func require(
      _ output: String, _ expected: String, where fits: (GraphShapes.Map) -> Bool
    ) throws(CheckpointError) {
      let map = graph.outputs.contains(output) ? shapes.map(named: output) : nil
      guard let map, fits(map) else {
        throw architecture.mismatch(
          "outputs", expected: "\"\(output)\" of \(expected)",
          found: map.map { "\($0.channels) channels of \($0.height)×\($0.width)" } ?? "none")
      }
    }
    try require(Self.heatmaps, "\(layout.pointCount) maps") { $0.channels == layout.pointCount }
    for (output, count) in layout.numbers {
      try require(output, "\(count) numbers") {
        [$0.channels, $0.height, $0.width] == [count, 1, 1]
      }
    }
    let network = try file.build { GraphNetwork(graph, shapes: shapes, from: $0) }
    plan = try network.plan(height: input.height, width: input.width)
    outputs = graph.outputs
  }

  /// Everything that the network gives for standardized grey crops, by name.
  ///
  /// **Shape** `[N, 1, 112, 112]` to `[N, channels, rows, columns]` each.
  ///
  /// - Parameters:
  ///   - crops: The crops.
  ///   - threads: The most threads that take part; the result is the same to the bit.
  /// - Returns: The outputs.
  func outputs(of crops: Tensor, threads: Int = 1) -> [String: Tensor] {
    Dictionary(zip(outputs, plan([crops], threads: threads)), uniquingKeysWith: { $1 })
  }
}

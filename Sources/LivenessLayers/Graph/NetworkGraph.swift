/// A network that its file describes step by step, for networks of other people's making that need
/// no code of their own.
///
/// A card's `architecture` holds `steps`, each from maps made before it to a new one, and `outputs`;
/// Documentation/WeightFormat.md lists the steps.
package struct NetworkGraph: Sendable {
  /// The most channels of a map.
  static let mostChannels = 4096
  /// The most steps.
  static let mostSteps = 4096
  /// The most scalars of all maps of a run: 512 MiB.
  static let mostMapScalars = 1 << 27
  /// The most scalars below the windows of one row of a convolution: 64 MiB for each thread.
  static let mostWindowScalars = 1 << 24
  /// The most multiplications of a run.
  static let mostMultiplications = 1 << 36
  /// The most parameters.
  static let mostParameters = 1 << 26

  /// The name of the input.
  package let input: String
  /// The channels of the input.
  package let inputChannels: Int
  /// The names of the maps that are the outputs.
  package let outputs: [String]
  let steps: [GraphStep]

  /// Reads the graph of a card's `architecture`.
  ///
  /// - Parameters:
  ///   - fields: The card's `architecture`.
  ///   - input: The input that the first steps read.
  /// - Throws: `CheckpointError.card`.
  package init(_ fields: CardFields, input: ModelCard.Input) throws(CheckpointError) {
    self.input = input.name
    inputChannels = input.channels
    outputs = try fields.strings("outputs")
    var steps: [GraphStep] = []
    let descriptions = try fields.objects("steps")
    guard (1...Self.mostSteps).contains(descriptions.count) else {
      throw fields.mismatch(
        "steps", expected: "1 to \(Self.mostSteps) steps", found: "\(descriptions.count)")
    }
    for description in descriptions { steps.append(try GraphStep(description)) }
    self.steps = steps
    let shapes = try shapes(height: input.height, width: input.width)
    for output in outputs where shapes.map(named: output) == nil {
      throw fields.mismatch("outputs", expected: "names of maps", found: "\"\(output)\"")
    }
    guard !outputs.isEmpty else {
      throw fields.mismatch("outputs", expected: "one output or more", found: "none")
    }
  }

  /// The shapes of all maps for an input of the given extents.
  ///
  /// - Throws: `CheckpointError.card` where a step does not fit its maps, or they are too many.
  package func shapes(height: Int, width: Int) throws(CheckpointError) -> GraphShapes {
    try GraphShapes(of: self, height: height, width: width)
  }
}

public import LivenessTensors

/// A weight file that describes itself: parameters, a card, and a golden vector to check against.
public struct ModelFile: Sendable {
  /// Recorded inputs and what the network gave for them when the file was written.
  public struct GoldenVector: Sendable {
    /// The inputs by the names that the card gives them.
    public let inputs: [String: Tensor]
    /// The outputs by name.
    public let outputs: [String: Tensor]
  }

  /// The file.
  public let file: SafetensorsFile
  /// What it says about itself.
  public let card: ModelCard
  /// What the network must reproduce.
  public let golden: GoldenVector

  /// Maps a model file into memory and reads its card and golden vector.
  ///
  /// - Throws: `CheckpointError`.
  public init(at path: String) throws(CheckpointError) {
    try self.init(try SafetensorsFile(at: path))
  }

  /// Reads the card and golden vector of an opened file.
  ///
  /// - Throws: `CheckpointError`; ``CheckpointError/noCard`` where the file is no model.
  public init(_ file: SafetensorsFile) throws(CheckpointError) {
    guard let text = file.metadata[ModelCard.metadataKey] else { throw .noCard }
    self.file = file
    card = try ModelCard(parsing: text)
    golden = try GoldenVector(of: file, card: card)
  }

  /// Builds the network; see ``SafetensorsFile/build(ignoring:_:)``.
  public func build<Network>(
    ignoring isIgnored: (_ name: String) -> Bool = { _ in false },
    _ make: (ParameterScope) throws(CheckpointError) -> Network
  ) throws(CheckpointError) -> Network {
    try file.build(ignoring: isIgnored, make)
  }

  /// Runs a network on the golden vector's inputs and compares what it gives.
  ///
  /// `|a − b| ≤ golden_tolerance · max(1, max|b|)` for every element `a` of an output and `b` of its
  /// record.
  ///
  /// - Parameter run: Gives an output for each that is recorded, by name, from the inputs by name.
  /// - Throws: ``CheckpointError/golden(name:index:expected:found:tolerance:)`` at the first element
  ///   that lies further apart; ``CheckpointError/goldenTensor(name:expected:found:)`` where an
  ///   output lacks or has another shape; what `run` throws.
  public func verifyGolden(
    _ run: (_ inputs: [String: Tensor]) throws(CheckpointError) -> [String: Tensor]
  ) throws(CheckpointError) {
    let outputs = try run(golden.inputs)
    for (name, expected) in golden.outputs.sorted(by: { $0.key < $1.key }) {
      let path = GoldenVector.outputPrefix + name
      guard let actual = outputs[name], actual.shape == expected.shape else {
        throw .goldenTensor(
          name: path, expected: "reproduced with shape \(expected.shape)",
          found: outputs[name].map { "shape \($0.shape)" } ?? "no such output")
      }
      let largest = expected.scalars.reduce(1) { max($0, abs($1)) }
      let tolerance = Float(card.goldenTolerance) * largest
      for (index, (a, b)) in zip(actual.scalars, expected.scalars).enumerated()
      where !(abs(a - b) <= tolerance) {
        throw .golden(name: path, index: index, expected: b, found: a, tolerance: tolerance)
      }
    }
  }
}

extension ModelFile.GoldenVector {
  static let inputPrefix = SafetensorsFile.goldenPrefix + "input."
  static let outputPrefix = SafetensorsFile.goldenPrefix + "output."

  /// The most captures that a golden vector records.
  static let mostRecords = 4
  /// The most scalars that a golden vector holds, inputs and outputs together: 64 MiB.
  static let mostScalars = 1 << 24

  fileprivate init(of file: SafetensorsFile, card: ModelCard) throws(CheckpointError) {
    try Self.requireBudget(of: file)
    var inputs: [String: Tensor] = [:]
    var outputs: [String: Tensor] = [:]
    for entry in file.entries where entry.name.hasPrefix(SafetensorsFile.goldenPrefix) {
      let tensor = try Self.finite(try file.tensor(entry.name), name: entry.name)
      if entry.name.hasPrefix(Self.inputPrefix) {
        inputs[String(entry.name.dropFirst(Self.inputPrefix.count))] = tensor
      } else if entry.name.hasPrefix(Self.outputPrefix), entry.shape.count > 0 {
        outputs[String(entry.name.dropFirst(Self.outputPrefix.count))] = tensor
      } else {
        throw .goldenTensor(
          name: entry.name, expected: "an input, or an output with elements",
          found: "shape \(entry.shape)")
      }
    }
    for input in card.inputs { try Self.require(input, among: inputs) }
    let records = card.inputs.compactMap { inputs[$0.name]?.shape[0] }
    guard records[0] <= Self.mostRecords, records.allSatisfy({ $0 == records[0] }) else {
      throw .goldenTensor(
        name: Self.inputPrefix + "…", expected: "the same N for all, 1 to \(Self.mostRecords)",
        found: "\(records)")
    }
    guard !outputs.isEmpty else {
      throw .goldenTensor(
        name: Self.outputPrefix + "…", expected: "recorded", found: "no output")
    }
    if let name = inputs.keys.first(where: { name in !card.inputs.contains { $0.name == name } }) {
      throw .goldenTensor(
        name: Self.inputPrefix + name, expected: "an input of the card", found: "none")
    }
    self.init(inputs: inputs, outputs: outputs)
  }

  /// Throws before anything is read where there is too much to read.
  private static func requireBudget(of file: SafetensorsFile) throws(CheckpointError) {
    var count = 0
    for entry in file.entries where entry.name.hasPrefix(SafetensorsFile.goldenPrefix) {
      guard entry.shape.count <= mostScalars - count else {
        throw .goldenTensor(
          name: entry.name,
          expected: "no larger than \(mostScalars) elements with those before it",
          found: "shape \(entry.shape)")
      }
      count += entry.shape.count
    }
  }

  private static func require(
    _ input: ModelCard.Input, among inputs: [String: Tensor]
  ) throws(CheckpointError) {
    let expected = [input.channels, input.height, input.width]
    let found = inputs[input.name]?.shape
    guard let found, found.rank == 4, found[0] > 0, Array(found.dimensions[1...]) == expected
    else {
      throw .goldenTensor(
        name: inputPrefix + input.name,
        expected: "of shape [N, \(input.channels), "
          + "\(input.height), \(input.width)]",
        found: found?.description ?? "nothing")
    }
  }

  private static func finite(
    _ tensor: Tensor, name: String
  ) throws(CheckpointError) -> Tensor {
    if let index = tensor.scalars.firstIndex(where: { !$0.isFinite }) {
      throw .goldenTensor(
        name: name, expected: "finite", found: "\(tensor.scalars[index]) at index \(index)")
    }
    return tensor
  }
}

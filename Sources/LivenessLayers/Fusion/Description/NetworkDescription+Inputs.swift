extension NetworkDescription {
  /// The inputs of a card in the order in which branches and fusion take them.
  ///
  /// Every one must go into one branch, or, if it is a vector, into the fusion; `fields` are those of
  /// the `architecture`.
  static func inOrder(
    _ inputs: [Input], of branches: [Branch], _ fusion: Fusion, _ fields: CardFields
  ) throws(CheckpointError) -> [Input] {
    var order: [Input] = []
    for (index, branch) in branches.enumerated() {
      let taken = try take(
        branch.inputs, of: inputs, besides: order, areVectors: false,
        CardPath(fields, "branches[\(index)].inputs"))
      order += taken
    }
    order += try take(
      fusion.inputs, of: inputs, besides: order, areVectors: true,
      CardPath(fields, "fusion.inputs"))
    if let input = inputs.first(where: { !order.contains($0) }) {
      throw fields.mismatch(
        "branches", expected: "every input of the card in a branch or in the fusion",
        found: "none with \"\(input.name)\"")
    }
    return order
  }

  /// The inputs of the given names, one for each.
  private static func take(
    _ names: [String], of inputs: [Input], besides others: [Input], areVectors: Bool,
    _ path: CardPath
  ) throws(CheckpointError) -> [Input] {
    var taken: [Input] = []
    for (place, name) in names.enumerated() {
      guard let input = inputs.first(where: { $0.name == name }) else {
        throw path.mismatch(
          place, expected: inputs.map { "\"\($0.name)\"" }.joined(separator: " or "),
          found: "\"\(name)\"")
      }
      guard !(others + taken).contains(input) else {
        throw path.mismatch(
          place, expected: "an input that goes nowhere else", found: "\"\(name)\" again")
      }
      guard areVectors == (input.size == 1) else {
        throw path.mismatch(
          place, expected: areVectors ? "an input of 1×1 pixel" : "an input of 2×2 pixels or more",
          found: "\(input.size)×\(input.size)")
      }
      guard input.size == (taken.first ?? input).size else {
        throw path.mismatch(
          place, expected: "\(taken[0].size) pixels a side as the input before",
          found: "\(input.size)")
      }
      taken.append(input)
    }
    return taken
  }
}

/// A list in a card, for the error of one of its elements.
private struct CardPath {
  private let fields: CardFields
  private let name: String

  init(_ fields: CardFields, _ name: String) {
    self.fields = fields
    self.name = name
  }

  func mismatch(_ index: Int, expected: String, found: String) -> CheckpointError {
    fields.mismatch("\(name)[\(index)]", expected: expected, found: found)
  }
}

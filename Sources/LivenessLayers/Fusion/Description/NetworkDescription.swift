/// What a fusion network is made of: a branch for each input, what joins their features, and what
/// decides.
///
/// The member `architecture` of a model's card, with the shapes of its `inputs`;
/// Documentation/WeightFormat.md specifies it. The network is built from this and nothing else;
/// US 2019/0347823 A1, paragraphs 0102–0134 and 0146.
package struct NetworkDescription: Sendable, Hashable {
  /// The inputs in the order in which the network takes them: those of the first branch, of the
  /// second and so on, then those that join in the fusion.
  package let inputs: [Input]
  /// The branches in the order in which their features are joined.
  package let branches: [Branch]
  /// How features are joined.
  package let fusion: Fusion
  /// The widths of the fully connected layers between the joined features and the two neurons.
  package let hidden: [Int]

  /// Makes a description of parts that fit together.
  package init(inputs: [Input], branches: [Branch], fusion: Fusion, hidden: [Int]) {
    self.inputs = inputs
    self.branches = branches
    self.fusion = fusion
    self.hidden = hidden
  }

  /// The inputs of the given names.
  func inputs(_ names: [String]) -> [Input] {
    names.compactMap { name in inputs.first { $0.name == name } }
  }

  /// The features that enter what joins them, after a sum of the branches.
  var joinedWidth: Int {
    let widths = branches.map(\.features)
    let sum = fusion.kind == .addition ? widths[0] : widths.reduce(0, +)
    return inputs(fusion.inputs).reduce(sum) { $0 + $1.channels }
  }

  /// The features that the fusion gives.
  var fusedWidth: Int {
    if case .full(let features) = fusion.kind { features } else { joinedWidth }
  }
}

extension NetworkDescription {
  /// The path of one input, or of several side by side, to a vector of features; US 2019/0347823 A1,
  /// paragraphs 0103–0111.
  package struct Branch: Sendable, Hashable {
    /// Its name; its parameters are those below `<name>_branch`.
    package let name: String
    /// The names of its inputs, whose channels stand side by side.
    package let inputs: [String]
    /// What it is made of.
    package let architecture: Architecture

    /// Describes a branch.
    package init(name: String, inputs: [String], architecture: Architecture) {
      self.name = name
      self.inputs = inputs
      self.architecture = architecture
    }

    /// The features that it gives.
    var features: Int { architecture.dense.last ?? 0 }
    /// The scope of its parameters, and the name of its output.
    var scope: String { "\(name)_branch" }
  }
}

extension NetworkDescription.Branch {
  /// The stages of a branch and the fully connected layers behind them.
  package struct Architecture: Sendable, Hashable {
    /// The stages in order.
    package let stages: [NetworkDescription.Stage]
    /// The widths of the fully connected layers; the last is that of the features.
    package let dense: [Int]

    /// Describes the inside of a branch.
    package init(stages: [NetworkDescription.Stage], dense: [Int]) {
      self.stages = stages
      self.dense = dense
    }
  }
}

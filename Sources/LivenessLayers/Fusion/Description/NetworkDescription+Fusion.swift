extension NetworkDescription {
  /// How the features of the branches become one vector; US 2019/0347823 A1, paragraphs 0129–0130
  /// and 0146.
  package struct Fusion: Sendable, Hashable {
    /// The way in which they are joined.
    package enum Kind: Sendable, Hashable {
      /// Side by side.
      case concat
      /// Their sum, for branches of one width.
      case addition
      /// A fully connected layer, with its activation, on all of them side by side.
      case full(features: Int)
    }

    /// The way in which they are joined.
    package let kind: Kind
    /// The names of the inputs that are vectors and join without a branch, such as the coordinates of
    /// key points: beside the features, and beside the sum of an addition.
    package let inputs: [String]

    /// Describes a fusion.
    package init(_ kind: Kind, inputs: [String] = []) {
      self.kind = kind
      self.inputs = inputs
    }
  }
}

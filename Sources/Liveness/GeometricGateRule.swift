/// What follows from the shape of a face, measured without a network.
///
/// Shape is judged where the depth is metric; `LivenessFaces.GeometricGate` has the measures.
public enum GeometricGateRule: String, Sendable, Hashable, CaseIterable {
  /// The shape is not measured.
  case off
  /// The result says what was measured, in ``LivenessResult/geometry``; the decision stays.
  case noted
  /// A face outside the limits is a spoof, and the network is not asked: the reason is
  /// ``LivenessReason/notShapedLikeAFace``.
  case decides
}

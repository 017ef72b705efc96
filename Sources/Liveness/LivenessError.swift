public import LivenessFaces
public import LivenessLayers
public import LivenessSensing

/// Why a detector could not be made, or could not judge a capture at all.
public enum LivenessError: Error, Sendable {
  /// The model file cannot be used.
  case model(CheckpointError)
  /// Depth and image cannot be brought onto one grid.
  case alignment(AlignmentError)
  /// A value of the policy lies outside its range.
  case policy(field: String, expected: String, found: Double)
  /// The policy requires captures like those of the training, and the model does not say what they
  /// looked like.
  case noInputStatistics(model: String)
  /// A policy file says something else than it should.
  case policyFile(String)
  /// The policy was calibrated for a model of another name or version, or with its outputs in the
  /// other order.
  case policyForAnotherModel(expected: LivenessPolicy.Model, found: LivenessPolicy.Model)
  /// The detector of faces, or the finder of key points, failed.
  case search(any Error)
  /// The model needs parts of a face that the finder of key points does not mark.
  case missingKeyPoints(groups: [FaceKeyPoints.Group])
  /// The library was built without the trait `BundledWeights` and no model was named.
  case noBundledWeights
}

extension LivenessError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .model(let error): "the model cannot be used: \(error)"
    case .alignment(let error): "depth and image cannot be aligned: \(error)"
    case .policy(let field, let expected, let found):
      "the policy's \(field) must be \(expected), found \(found)"
    case .noInputStatistics(let model):
      """
      the policy requires captures within the training range, found no input_statistics in the card \
      of \(model)
      """
    case .policyFile(let message): "the policy file cannot be used: \(message)"
    case .policyForAnotherModel(let expected, let found):
      "the policy was calibrated for \(expected), found \(found)"
    case .search(let error): "the image could not be searched for faces: \(error)"
    case .missingKeyPoints(let groups):
      """
      the model expected key points of \(groups.map(\.rawValue).joined(separator: ", ")), \
      found none of these
      """
    case .noBundledWeights:
      "this build holds no default models; name a model file, or enable the trait BundledWeights"
    }
  }
}

extension LivenessError {
  /// Runs what opens and builds a model, and gives its error the place it has here.
  static func wrapping<Value>(
    _ body: () throws(CheckpointError) -> Value
  ) throws(LivenessError) -> Value {
    do { return try body() } catch { throw .model(error) }
  }
}

extension LivenessPolicy.Model: CustomStringConvertible {
  /// The title, and the outputs in their order.
  public var description: String {
    "\(title) with the outputs \(labels.classes.joined(separator: ", "))"
  }
}

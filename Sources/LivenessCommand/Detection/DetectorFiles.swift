import Liveness
import LivenessFaces
import LivenessLayers
import LivenessMedia

/// The files that a detector is made from, as they were named on the command line.
struct DetectorFiles: Sendable {
  /// A model file; `nil` for the embedded one.
  let model: String?
  /// A policy file; `nil` for the model's own threshold.
  let policy: String?
  /// A model file that finds the faces of captures that name no face box; `nil` for the embedded one.
  var faceDetector: String?
  /// No capture is live that looks like nothing the model was trained on.
  var requiresTrainingRange = false
  /// A capture without any image has no answer.
  var requiresImage = false
  /// What follows from the shape of a face; `nil` for what the policy says.
  var geometry: GeometricGateRule?
  /// Which of several faces is judged; `nil` for what the policy says.
  var faces: FaceChoice?
  /// How frames are voted; `nil` for what the policy says.
  var voting: VotingRule?

  /// The detector, each of whose captures may use so many threads; `nil`, and the reason told, where
  /// a file cannot be used.
  func detector(threads: Int = 2) -> LivenessDetector? {
    var rules: LivenessPolicy
    do {
      rules = try policy.map { try LivenessPolicy(at: $0) } ?? .standard
    } catch {
      return tell(error, about: policy ?? "the policy")
    }
    if requiresTrainingRange { rules.trainingRange = .required }
    if requiresImage { rules.requiresImage = true }
    if let geometry { rules.geometry = geometry }
    if let faces { rules.faces = faces }
    if let voting { rules.voting = voting }
    let finder: FaceDetectorModel?
    do {
      // A capture's image is grey in the near infrared, and most detectors are made for colours.
      let options = FaceDetectorOptions(takesGreyAsColor: true)
      finder = try faceDetector.map { try FaceDetectorModel(ModelFile(at: $0), options: options) }
    } catch {
      return tell(error, about: faceDetector ?? "the face detector")
    }
    do {
      return try model.map {
        try LivenessDetector(modelAt: $0, policy: rules, faceDetector: finder, threads: threads)
      } ?? LivenessDetector(policy: rules, faceDetector: finder, threads: threads)
    } catch LivenessError.policyForAnotherModel(let expected, let found) {
      let error = LivenessError.policyForAnotherModel(expected: expected, found: found)
      return tell(error, about: policy ?? "the policy")
    } catch {
      return tell(error, about: model ?? "the embedded models")
    }
  }

  private func tell(_ error: any Error, about subject: String) -> LivenessDetector? {
    try? OutputFile.standardError.write(OutputError.line(subject: subject, "\(error)"))
    return nil
  }
}

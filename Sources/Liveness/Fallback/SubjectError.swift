public import LivenessFaces

/// An error that tells whether it is about what is to be judged: an upload of the wrong size or kind
/// says nothing against the system that was asked.
///
/// ``SecondOpinion`` takes such an error for an answer that is `undetermined`. Errors of your own, such as
/// those of a decoder or of a `FaceDetector`, may conform too.
public protocol SubjectError: Error {
  /// Whether the subject cannot be judged, while another one may well be.
  var isAboutSubject: Bool { get }
}

extension LivenessError: SubjectError {
  /// Whether depth and image, or the points on them, cannot be judged; what a detector or finder throws
  /// is, where it says so itself.
  public var isAboutSubject: Bool {
    switch self {
    case .alignment, .missingKeyPoints: true
    case .search(let error): (error as? any SubjectError)?.isAboutSubject ?? false
    case .model, .policy, .policyFile, .policyForAnotherModel: false
    case .noInputStatistics, .noBundledWeights: false
    }
  }
}

extension FaceDetectionError: SubjectError {
  /// Whether the image is of the wrong size or kind.
  public var isAboutSubject: Bool {
    switch self {
    case .channels, .imageSize: true
    case .option, .notFinite: false
    }
  }
}

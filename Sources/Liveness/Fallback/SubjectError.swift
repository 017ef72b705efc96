public import LivenessFaces
public import LivenessSensing

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
    case .alignment(let error): error.isAboutSubject
    case .missingKeyPoints: true
    case .search(let error): (error as? any SubjectError)?.isAboutSubject ?? false
    case .model, .policy, .policyFile, .policyForAnotherModel: false
    case .noInputStatistics, .noBundledWeights: false
    }
  }
}

extension AlignmentError: SubjectError {
  /// Always: another capture may well be aligned.
  public var isAboutSubject: Bool { true }
}

extension FrameError: SubjectError {
  /// Whether the frame's data is of the wrong size or kind; a wrong description of the sensor is not.
  public var isAboutSubject: Bool {
    switch self {
    case .size, .elementCount, .channels, .cameraSize, .byteCount: true
    case .stride, .unit, .reading, .missingCamera: false
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

public import LivenessFaces

extension FaceDetectorModel {
  /// The face detector that is embedded in the library, for near-infrared and colour images:
  /// ``LivenessDetector`` looks for faces with it unless it is given another.
  ///
  /// - Parameter options: What is to be other than its file says.
  /// - Returns: The detector.
  /// - Throws: ``LivenessError/noBundledWeights`` where the library was built without its weights;
  ///   `FaceDetectionError` where an option is out of range.
  public static func embedded(
    options: FaceDetectorOptions = FaceDetectorOptions()
  ) throws -> FaceDetectorModel {
    try FaceDetectorModel(BundledModels.faceDetector(), options: options)
  }
}

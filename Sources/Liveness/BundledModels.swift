import LivenessLayers

#if BundledWeights
  import CBundledWeights
#endif

/// The model files that are embedded in the library by the trait `BundledWeights`.
enum BundledModels {
  /// Finds key points on a grey face crop of any light.
  static func keyPoints() throws(LivenessError) -> ModelFile {
    #if BundledWeights
      try unsafe open(bundled_key_points())
    #else
      throw .noBundledWeights
    #endif
  }

  /// Decides from depth, an image of any light as grey, and key points.
  static func depthFusion() throws(LivenessError) -> ModelFile {
    #if BundledWeights
      try unsafe open(bundled_depth_fusion())
    #else
      throw .noBundledWeights
    #endif
  }

  /// Finds faces on an image of any light as grey.
  static func faceDetector() throws(LivenessError) -> ModelFile {
    #if BundledWeights
      try unsafe open(bundled_face_detector())
    #else
      throw .noBundledWeights
    #endif
  }

  /// Whether the library holds any weights.
  static var exist: Bool {
    #if BundledWeights
      true
    #else
      false
    #endif
  }

  #if BundledWeights
    @unsafe private static func open(_ file: BundledFile) throws(LivenessError) -> ModelFile {
      try LivenessError.wrapping { () throws(CheckpointError) in
        try unsafe ModelFile(
          SafetensorsFile(
            staticBytes: UnsafeRawBufferPointer(start: file.bytes, count: file.count)))
      }
    }
  #endif
}

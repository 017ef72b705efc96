import LivenessFaces
import LivenessSensing

extension AlignedFrames {
  /// The depth of a capture on the grid of one of its images.
  init(
    of capture: LivenessCapture, on image: ImageFrame, keeping aligners: AlignerCache
  ) throws(LivenessError) {
    do {
      // A picture of the depth map lies on its own grid, wherever other cameras stand.
      switch image.modality == .depth ? .aligned : capture.registration {
      case .aligned: self = try AlignedFrames(alreadyAligned: capture.depth, to: image)
      case .depthToImage(let transform):
        self = try AlignedFrames(
          aligning: capture.depth, to: image, by: transform, keeping: aligners)
      case .homography(let homography):
        self = AlignedFrames(warping: capture.depth, to: image, by: homography)
      }
    } catch {
      throw .alignment(error)
    }
  }
}

extension LivenessDetector {
  /// Whether a capture needs no image: both networks know depth drawn as a picture, and the policy
  /// lets it do.
  var judgesDepthAlone: Bool {
    guard !policy.requiresImage, fusionModel.modalities.contains(.depth) else { return false }
    return if case .model(let model) = keyPoints { model.modalities.contains(.depth) } else { true }
  }

  /// The first of the images that the model needs; `nil` where one is missing.
  func image(of capture: LivenessCapture) -> ImageFrame? {
    fusionModel.images(among: capture.images)?.first
  }
}

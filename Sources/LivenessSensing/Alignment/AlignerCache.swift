import Synchronization

/// The aligner of the last pair of cameras, because cameras stay the same from frame to frame.
package final class AlignerCache: Sendable {
  private let last = Mutex<FrameAligner?>(nil)

  /// An empty cache.
  package init() {}

  /// Rays of more depth pixels are not kept, so that one large frame does not fill the memory for
  /// long.
  private static let mostPixels = 1 << 22

  /// The aligner between two cameras; where it is not the last one, it is made.
  package func aligner(
    from depthCamera: CameraModel, to imageCamera: CameraModel, by depthToImage: RigidTransform
  ) -> FrameAligner {
    if let kept = last.withLock({ $0 }),
      kept.aligns(depthCamera, to: imageCamera, by: depthToImage)
    {
      return kept
    }
    let made = FrameAligner(
      depthCamera: depthCamera, imageCamera: imageCamera, depthToImage: depthToImage)
    if depthCamera.width * depthCamera.height <= Self.mostPixels {
      last.withLock { $0 = made }
    }
    return made
  }
}

public import LivenessFaces
public import LivenessSensing

/// Captures from a source of depth and a source of images that run side by side: the n-th depth map
/// and the n-th image make a pair.
///
/// Where both say when a frame was taken, the detector refuses a pair whose times lie farther apart
/// than ``LivenessPolicy/largestTimeSkew``, with ``LivenessReason/framesNotSimultaneous``.
/// US 2019/0347823 A1, paragraphs 0152–0168.
public struct PairedSources<Depth: DepthSource, Image: ImageSource> {
  private var depth: Depth
  private var image: Image
  private let registration: LivenessCapture.Registration
  /// A depth map that has no image yet.
  private var waiting: TimedFrame<DepthFrame>?

  /// Puts two sources side by side.
  ///
  /// - Parameters:
  ///   - depth: The first sensor.
  ///   - image: The second sensor.
  ///   - registration: How their pixels correspond.
  public init(depth: Depth, image: Image, registration: LivenessCapture.Registration) {
    self.depth = depth
    self.image = image
    self.registration = registration
  }

  /// Waits for the next capture.
  ///
  /// Where the source of images throws, the depth map waits for the image that comes next.
  ///
  /// - Parameter faceBox: Where the face is, where that is known.
  /// - Returns: The capture; `nil` as soon as one of the sources has no more.
  /// - Throws: What a source throws.
  public mutating func next(faceBox: FaceBox? = nil) async throws -> LivenessCapture? {
    if waiting == nil { waiting = try await self.depth.nextDepth() }
    guard let depth = waiting, let image = try await image.nextImage() else { return nil }
    waiting = nil
    return LivenessCapture(
      depth: depth.frame, images: [image.frame], registration: registration, faceBox: faceBox,
      depthTime: depth.time, imageTime: image.time)
  }
}

extension SimulatedCameras {
  /// How the pixels of depth and image correspond.
  public var registration: LivenessCapture.Registration {
    isAligned ? .aligned : .depthToImage(depthToImage)
  }
}

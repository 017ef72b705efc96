public import Liveness
public import LivenessSensing

/// A recording played back: capture folders in the order of their paths.
///
/// It gives whole captures, or depth maps and images on their own as a pair of cameras would; each
/// has a place of its own in the recording.
public struct CaptureReplay: DepthSource, ImageSource, Sendable {
  /// The capture folders in the order in which they are played.
  public let paths: [String]
  private let modality: Modality
  private var depthCount = 0
  private var imageCount = 0
  private var captureCount = 0

  /// Plays capture folders in the given order.
  ///
  /// - Parameters:
  ///   - paths: The capture folders.
  ///   - modality: Which of the images of a capture are given.
  public init(paths: [String], modality: Modality = .nearInfrared) {
    self.paths = paths
    self.modality = modality
  }

  /// Plays every capture at a path, sorted by path.
  ///
  /// - Throws: ``CaptureError`` where the path holds no capture.
  public init(at path: String, modality: Modality = .nearInfrared) throws(CaptureError) {
    self.init(paths: try CaptureFolder.find(at: path), modality: modality)
  }

  /// The next capture with everything that its folder says; `nil` at the end.
  ///
  /// - Throws: ``CaptureError`` where it cannot be read; the next call goes on with the next one.
  public mutating func next() throws(CaptureError) -> LivenessCapture? {
    try read(at: &captureCount)
  }

  /// The next depth map, with the time that its folder states.
  ///
  /// - Throws: ``CaptureError`` where it cannot be read.
  public mutating func nextDepth() async throws -> TimedFrame<DepthFrame>? {
    guard let capture = try read(at: &depthCount) else { return nil }
    return TimedFrame(capture.depth, time: capture.depthTime)
  }

  /// The next image of the modality, with the time that its folder states.
  ///
  /// - Throws: ``CaptureError`` where it cannot be read or there is none.
  public mutating func nextImage() async throws -> TimedFrame<ImageFrame>? {
    let number = imageCount
    guard let capture = try read(at: &imageCount) else { return nil }
    guard let image = capture.images.first(where: { $0.modality == modality }) else {
      throw CaptureError(
        code: .missingFile, message: "expected an image of the modality \(modality), found none",
        file: paths[number])
    }
    return TimedFrame(image, time: capture.imageTime)
  }

  private func read(at count: inout Int) throws(CaptureError) -> LivenessCapture? {
    guard count < paths.count else { return nil }
    count += 1
    return try CaptureFolder.read(at: paths[count - 1])
  }
}

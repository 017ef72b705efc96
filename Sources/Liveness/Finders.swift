import LivenessFaces
import LivenessLayers
import LivenessSensing
import Synchronization

/// What finds faces and their key points: the caller's own, or the embedded networks.
struct Finders: Sendable {
  /// `nil` where captures have to name their face box.
  let faces: (any FaceDetector)?
  let keyPoints: KeyPointSearch

  /// - Throws: ``LivenessError`` where the embedded network of key points is needed and cannot be used.
  init(
    faces: (any FaceDetector)?, keyPoints: (any KeyPointFinder)?
  ) throws(LivenessError) {
    self.faces = faces ?? (BundledModels.exist ? EmbeddedFaceDetector() : nil)
    if let keyPoints {
      self.keyPoints = .finder(keyPoints)
    } else {
      let file = try BundledModels.keyPoints()
      self.keyPoints = .model(
        try LivenessError.wrapping { () throws(CheckpointError) in try KeyPointModel(file) })
    }
  }
}

/// The embedded network of faces, which is loaded for the first capture that names no face box.
///
/// Nobody asked for it by name: where it cannot search, in other light or on a tiny image, there is no
/// face, and no error.
private final class EmbeddedFaceDetector: FaceDetector {
  static let lights: Set<Modality> = [.nearInfrared, .nearInfraredWithDots, .color]
  private let model = Mutex<FaceDetectorModel?>(nil)

  func faces(in image: ImageFrame, threads: Int) throws -> [DetectedFace] {
    guard Self.lights.contains(image.modality) else { return [] }
    do {
      return try loaded().faces(in: image, threads: threads)
    } catch FaceDetectionError.imageSize {
      return []
    }
  }

  private func loaded() throws -> FaceDetectorModel {
    try model.withLock { model in
      if let model { return model }
      let made = try FaceDetectorModel(BundledModels.faceDetector())
      model = made
      return made
    }
  }
}

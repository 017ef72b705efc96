import Liveness
import LivenessSensing
import LivenessTensors

/// Makes frames of the files that a capture names.
struct CaptureFrames {
  let files: CaptureFiles

  /// Depth and images are decoded side by side where there are threads for both.
  func capture(
    of description: CaptureDescription, threads: Int
  ) throws(CaptureError) -> LivenessCapture {
    let (depth, images) = WorkerPool.shared.both(
      threads: threads,
      { Result { () throws(CaptureError) in try self.depth(description.depth) } },
      { Result { () throws(CaptureError) in try self.images(description.images) } })
    return LivenessCapture(
      depth: try depth.get(), images: try images.get(),
      registration: description.registration, faceBox: description.faceBox,
      isCropped: description.isCropped, depthTime: description.depth.time,
      imageTime: description.imageTime)
  }

  private func depth(_ depth: CaptureDescription.Depth) throws(CaptureError) -> DepthFrame {
    let source = try files.source(depth.file, array: depth.array)
    return try DepthSamples(numbers: depth.numbers, camera: depth.camera)
      .frame(source, budget: files.budget)
  }

  private func images(
    _ images: [CaptureDescription.Image]
  ) throws(CaptureError) -> [ImageFrame] {
    var frames: [ImageFrame] = []
    for image in images { frames.append(try self.image(image)) }
    return frames
  }

  private func image(_ image: CaptureDescription.Image) throws(CaptureError) -> ImageFrame {
    let source = try files.source(image.file, array: image.array)
    let samples = ImageSamples(
      modality: image.modality, white: image.white, camera: image.camera)
    return try samples.frame(source, budget: files.budget)
  }
}

extension ExpectedSize {
  /// The size of a camera's frames.
  init(_ camera: CameraModel) {
    self.init(
      width: camera.width, height: camera.height, reason: "the size that its camera states")
  }
}

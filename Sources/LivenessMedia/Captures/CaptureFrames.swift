import Liveness
import LivenessSensing

/// Makes frames of the files that a capture names.
struct CaptureFrames {
  let files: CaptureFiles

  func capture(of description: CaptureDescription) throws(CaptureError) -> LivenessCapture {
    let depth = try depth(description.depth)
    var images: [ImageFrame] = []
    for image in description.images { images.append(try self.image(image)) }
    return LivenessCapture(
      depth: depth, images: images,
      registration: description.registration, faceBox: description.faceBox,
      isCropped: description.isCropped, depthTime: description.depth.time,
      imageTime: description.imageTime)
  }

  private func depth(_ depth: CaptureDescription.Depth) throws(CaptureError) -> DepthFrame {
    let source = try files.source(depth.file, array: depth.array)
    return try DepthSamples(numbers: depth.numbers, camera: depth.camera)
      .frame(source, budget: files.budget)
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

import Liveness
import LivenessSensing

/// Reads the files that a capture names.
struct CaptureFrames {
  let folder: String
  let budget: MediaBudget

  func capture(of description: CaptureDescription) throws(CaptureError) -> LivenessCapture {
    let depth = try depth(description.depth)
    var images: [ImageFrame] = []
    for image in description.images { images.append(try self.image(image)) }
    return LivenessCapture(
      depth: depth, images: images,
      registration: description.depthToImage.map { .depthToImage($0) } ?? .aligned,
      faceBox: description.faceBox, isCropped: description.isCropped)
  }

  private func depth(_ depth: CaptureDescription.Depth) throws(CaptureError) -> DepthFrame {
    let (bytes, file) = try bytes(of: depth.file)
    let image = try PNGFile.decode(
      bytes, file: file, budget: budget, expecting: Self.size(depth.camera))
    let raw: [UInt16]
    switch image.samples {
    case .grey16(let samples): raw = samples
    case .grey8(let samples): raw = samples.map { UInt16($0) }
    case .float32, .rgb8:
      throw CaptureError(
        code: .unsupportedImage,
        message: "expected a depth map with one channel of 8 or 16 bits, found colours", file: file)
    }
    do {
      return try DepthFrame(
        width: image.width, height: image.height, raw: raw,
        metresPerUnit: depth.metresPerUnit ?? 1, invalid: depth.invalid,
        scale: depth.metresPerUnit == nil ? .relative : .metric, camera: depth.camera)
    } catch {
      throw CaptureError(code: .wrongValue, message: "\(error)", file: file)
    }
  }

  private func image(_ image: CaptureDescription.Image) throws(CaptureError) -> ImageFrame {
    let (bytes, file) = try bytes(of: image.file)
    let decoded = try decode(bytes, file: file, expecting: Self.size(image.camera))
    let (pixels, channels): ([UInt8], Int)
    switch decoded.samples {
    case .grey8(let samples): (pixels, channels) = (samples, 1)
    case .rgb8(let samples): (pixels, channels) = (samples, 3)
    case .grey16, .float32:
      throw CaptureError(
        code: .unsupportedImage, message: "expected an image of 8 bits, found 16 bits of grey",
        file: file)
    }
    guard image.modality != .color || channels == 3 else {
      throw CaptureError(
        code: .unsupportedImage,
        message: "expected red, green and blue, because the modality is \"rgb\", found grey",
        file: file)
    }
    do {
      return try ImageFrame(
        width: decoded.width, height: decoded.height, channels: channels, pixels: pixels,
        modality: image.modality, camera: image.camera)
    } catch {
      throw CaptureError(code: .wrongValue, message: "\(error)", file: file)
    }
  }

  private func decode(
    _ bytes: [UInt8], file: String, expecting size: ExpectedSize
  ) throws(CaptureError) -> DecodedImage {
    if bytes.starts(with: PNGFile.signature) {
      return try PNGFile.decode(bytes, file: file, budget: budget, expecting: size)
    }
    if bytes.starts(with: JPEGFile.signature) {
      return try JPEGFile.decode(bytes, file: file, budget: budget, expecting: size)
    }
    let isEmpty = bytes.isEmpty
    throw CaptureError(
      code: isEmpty ? .truncatedImage : .unsupportedImage,
      message:
        "expected a PNG or JPEG image, found \(isEmpty ? "an empty file" : "something else")",
      file: file)
  }

  /// A link may stand for a file, as long as it does not lead out of the folder.
  private func bytes(of name: String) throws(CaptureError) -> (bytes: [UInt8], file: String) {
    let file = FolderPath.joining(folder, name)
    if let root = FolderPath.resolved(folder), let target = FolderPath.resolved(file),
      !target.hasPrefix(FolderPath.joining(root, ""))
    {
      throw CaptureError(
        code: .fileOutsideFolder,
        message: "expected a file in the capture's own folder, found a link to \(target)",
        file: file)
    }
    return (try RegularFile.bytes(at: file, limit: budget.fileBytes), file)
  }

  private static func size(_ camera: CameraModel) -> ExpectedSize {
    ExpectedSize(
      width: camera.width, height: camera.height, reason: "the size that its camera states")
  }
}

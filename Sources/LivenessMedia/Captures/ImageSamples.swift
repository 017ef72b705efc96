import LivenessSensing

/// How the samples of an image file become a frame of 8 bits.
struct ImageSamples {
  let modality: Modality
  /// The sample that is full white, where samples do not fit into 8 bits.
  let white: Double?
  let camera: CameraModel

  /// Reads the file as a frame of the camera.
  func frame(_ source: MediaSource, budget: MediaBudget) throws(CaptureError) -> ImageFrame {
    let image = try ImageFile.decode(source, budget: budget, expecting: ExpectedSize(camera))
    let channels = image.samples.channels
    guard modality != .color || channels == 3 else {
      throw CaptureError(
        code: .unsupportedImage,
        message: "expected red, green and blue, because the modality is \"rgb\", found grey",
        file: source.file)
    }
    let pixels = try pixels(of: image.samples, file: source.file)
    do {
      return try ImageFrame(
        width: image.width, height: image.height, channels: channels, pixels: pixels,
        modality: modality, camera: camera)
    } catch {
      throw CaptureError(code: .wrongValue, message: "\(error)", file: source.file)
    }
  }

  private func pixels(
    of samples: DecodedImage.Samples, file: String
  ) throws(CaptureError) -> [UInt8] {
    let values: [Float]
    switch samples {
    case .grey8(let samples), .rgb8(let samples):
      guard let white else { return samples }
      return samples.map { Self.pixel(Double($0), white) }
    case .grey16(let samples), .rgb16(let samples): values = samples.map { Float($0) }
    case .float32(let samples): values = samples
    }
    guard let white else {
      throw CaptureError(
        code: .unsupportedImage,
        message: "expected an image of 8 bits, or \"white\" to say which sample is full white, "
          + "found more bits", file: file)
    }
    return values.map { Self.pixel(Double($0), white) }
  }

  /// The sample as a share of white; what is not there is black.
  private static func pixel(_ sample: Double, _ white: Double) -> UInt8 {
    let share = 255 * sample / white
    return share > 0 ? UInt8(min(share, 255).rounded()) : 0
  }
}

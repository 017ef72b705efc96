public import LivenessSensing

extension ImageFile {
  /// Reads a photo with 8 bits a sample, turned upright as its Exif block says.
  ///
  /// - Returns: A frame in colour, or a grey one with the modality `grey`.
  /// - Throws: ``CaptureError`` where the file cannot be read, is larger than the budget, is no
  ///   image, or has samples of more than 8 bits, whose white nobody can know.
  public static func photo(
    at path: String, budget: MediaBudget = .standard
  ) throws(CaptureError) -> ImageFrame {
    let source = try MediaSource(at: path, budget: budget)
    if source.rawDescription == nil, case .jpeg = FileFormat(of: source.bytes),
      let planes = try JPEGFile.planes(of: source.bytes, file: path, budget: budget)
    {
      return ImageFrame(planes)
    }
    let image = try decode(source, budget: budget, expecting: nil)
    let pixels: [UInt8]
    switch image.samples {
    case .grey8(let samples), .rgb8(let samples): pixels = samples
    case .grey16, .rgb16: throw tooDeep("16 bits", path)
    case .float32: throw tooDeep("32-bit floats", path)
    }
    do {
      return try ImageFrame(
        width: image.width, height: image.height, channels: image.samples.channels, pixels: pixels,
        modality: image.samples.channels == 3 ? .color : Modality(rawValue: "grey"))
    } catch {
      throw CaptureError(code: .wrongValue, message: "\(error)", file: path)
    }
  }

  private static func tooDeep(_ found: String, _ file: String) -> CaptureError {
    CaptureError(
      code: .unsupportedImage, message: "expected a photo of 8 bits a sample, found \(found)",
      file: file)
  }
}

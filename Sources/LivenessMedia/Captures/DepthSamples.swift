import LivenessSensing

/// How the numbers of a depth file become distances.
struct DepthSamples {
  let unit: DepthUnitDescription
  let invalid: [UInt16]
  let camera: CameraModel

  /// Reads the file as a frame of the camera.
  func frame(_ source: MediaSource, budget: MediaBudget) throws(CaptureError) -> DepthFrame {
    let size = ExpectedSize(camera)
    guard case .map(let image) = try DepthFile.decode(source, budget: budget, expecting: size)
    else {
      throw .unsupported("expected a map of depth, found points", file: source.file)
    }
    guard unit.isCoarse || !source.bytes.starts(with: JPEGFile.signature) else {
      throw CaptureError(
        code: .unsupportedImage,
        message: "expected depth in a format that loses nothing, found a JPEG image, whose 8 bits "
          + "need a mapping or \"relative\"", file: source.file)
    }
    do {
      return try frame(image, file: source.file)
    } catch let error as CaptureError {
      throw error
    } catch {
      throw CaptureError(code: .wrongValue, message: "\(error)", file: source.file)
    }
  }

  private func frame(_ image: DecodedImage, file: String) throws -> DepthFrame {
    switch image.samples {
    case .grey16(let raw): try frame(raw, image)
    case .grey8(let raw): try frame(raw.map { UInt16($0) }, image)
    case .rgb8(let colors): try frame(Self.grey(colors, file: file).map { UInt16($0) }, image)
    case .float32(let values): try frame(values, image)
    }
  }

  private func frame(_ raw: [UInt16], _ image: DecodedImage) throws -> DepthFrame {
    switch unit {
    case .mapped: return try frame(raw.map { Float($0) }, image)
    case .metres(let perUnit):
      return try DepthFrame(
        width: image.width, height: image.height, raw: raw, metresPerUnit: perUnit,
        invalid: invalid, camera: camera)
    case .relative:
      return try DepthFrame(
        width: image.width, height: image.height, raw: raw, metresPerUnit: 1, invalid: invalid,
        scale: .relative, camera: camera)
    }
  }

  private func frame(_ values: [Float], _ image: DecodedImage) throws -> DepthFrame {
    let holes = Set(invalid.map { Float($0) })
    let distances = values.map { value -> Float in
      guard !holes.contains(value) else { return .nan }
      switch unit {
      case .metres(let perUnit): return Float(Double(value) * perUnit)
      case .mapped(let mapping): return mapping.distance(Double(value))
      case .relative: return value
      }
    }
    return try DepthFrame(
      width: image.width, height: image.height, values: distances,
      scale: unit == .relative ? .relative : .metric, camera: camera)
  }

  /// The one channel of a picture whose three are the same.
  private static func grey(_ colors: [UInt8], file: String) throws(CaptureError) -> [UInt8] {
    var grey: [UInt8] = []
    grey.reserveCapacity(colors.count / 3)
    for start in stride(from: 0, to: colors.count, by: 3) {
      guard colors[start] == colors[start + 1], colors[start] == colors[start + 2] else {
        throw CaptureError(
          code: .unsupportedImage,
          message: "expected a depth map with one channel, or three that are the same, found "
            + "colours", file: file)
      }
      grey.append(colors[start])
    }
    return grey
  }
}

import LivenessSensing

/// How the numbers of a depth file become distances.
struct DepthSamples {
  let numbers: DepthNumbers
  let camera: CameraModel

  /// Reads the file as a frame of the camera.
  func frame(_ source: MediaSource, budget: MediaBudget) throws(CaptureError) -> DepthFrame {
    let size = ExpectedSize(camera)
    guard numbers.isCoarse || !source.bytes.starts(with: JPEGFile.signature) else {
      throw CaptureError(
        code: .unsupportedImage,
        message: "expected depth in a format that loses nothing, found a JPEG image, whose 8 bits "
          + "need a mapping or \"relative\"", file: source.file)
    }
    switch try DepthFile.decode(source, budget: budget, expecting: size) {
    case .cloud(let cloud): return try frame(cloud, file: source.file)
    case .map(let image):
      let (raw, values) = try Self.samples(of: image, file: source.file)
      do {
        return try frame(raw, values)
      } catch {
        throw CaptureError(code: .wrongValue, message: "\(error)", file: source.file)
      }
    }
  }

  /// The samples as integers, or else as floats.
  private static func samples(
    of image: DecodedImage, file: String
  ) throws(CaptureError) -> (raw: [UInt16]?, values: [Float]) {
    switch image.samples {
    case .grey16(let raw): (raw, [])
    case .grey8(let raw): (raw.map { UInt16($0) }, [])
    case .rgb8(let colors): (try grey(colors.map { UInt16($0) }, file: file), [])
    case .rgb16(let colors): (try grey(colors, file: file), [])
    case .float32(let values): (nil, values)
    }
  }

  private func frame(_ raw: [UInt16]?, _ values: [Float]) throws(FrameError) -> DepthFrame {
    let (width, height) = (camera.width, camera.height)
    guard let mapping = numbers.mapping else {
      if let raw {
        return try DepthFrame(
          width: width, height: height, raw: raw, reading: numbers.reading, camera: camera)
      }
      return try DepthFrame(
        width: width, height: height, values: values, reading: numbers.reading, camera: camera)
    }
    // What says that nothing was seen is no place within the packing.
    let holes = Set(numbers.reading.invalid.map { Float($0) })
    let isRaw = raw != nil
    return try DepthFrame(
      width: width, height: height, packed: raw.map { $0.map { Float($0) } } ?? values,
      range: numbers.reading.range, meaning: numbers.reading.meaning, camera: camera
    ) { number in
      if holes.contains(number) { return .hole(.declared) }
      if number == 0 { return .hole(.zero) }
      if isRaw && number == Float(UInt16.max) { return .hole(.saturated) }
      return mapping.depth(of: number)
    }
  }

  /// What the camera sees of the points.
  private func frame(_ cloud: DecodedCloud, file: String) throws(CaptureError) -> DepthFrame {
    guard case .metres(let perUnit) = numbers.reading.unit, numbers.mapping == nil,
      numbers.reading.meaning == .alongAxis
    else {
      throw .unsupported(
        "expected points whose unit is a length (metres_per_unit), found another unit", file: file)
    }
    let points = cloud.points.map { SIMD3<Float>(SIMD3<Double>($0) * perUnit) }
    do {
      let frame = try PointCloud(points: points).rasterized(by: camera)
      guard frame.validShare > 0 || points.isEmpty else {
        throw CaptureError(
          code: .wrongValue,
          message: "expected points in front of the camera (x right, y down, z forward), found "
            + "none of \(points.count) in its image", file: file)
      }
      let reading = try DepthReading(
        unit: .metres(perUnit: 1), invalid: [], range: numbers.reading.range)
      return try DepthFrame(
        width: frame.width, height: frame.height, values: frame.values, reading: reading,
        camera: camera)
    } catch let error as CaptureError {
      throw error
    } catch {
      throw CaptureError(code: .wrongValue, message: "\(error)", file: file)
    }
  }

  /// The one channel of a picture whose three are the same.
  private static func grey(
    _ colors: [UInt16], file: String
  ) throws(CaptureError) -> [UInt16] {
    var grey: [UInt16] = []
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

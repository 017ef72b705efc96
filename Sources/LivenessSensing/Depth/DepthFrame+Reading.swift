extension DepthFrame {
  /// Makes a frame from a sensor's raw values, as its reading describes them.
  ///
  /// - Parameters:
  ///   - width: Pixels along a row.
  ///   - height: Rows.
  ///   - raw: The sensor's values, row-major.
  ///   - reading: How they become distances.
  ///   - camera: The camera that took them; disparities and distances along the ray need it.
  ///
  /// - Throws: ``FrameError`` where the count of values is not `width · height`, or the camera is
  ///   for another size or missing where it is needed.
  public init(
    width: Int, height: Int, raw: [UInt16], reading: DepthReading, camera: CameraModel? = nil
  ) throws(FrameError) {
    try FrameError.check(width: width, height: height, camera: camera, frame: "depth")
    try FrameError.check(elements: raw.count, expected: width * height, frame: "depth")
    let conversion = try DepthConversion(reading, camera)
    let declared = InvalidRawValues(reading.invalid)
    var invalid = InvalidPixels()
    var distances: [Float] = []
    distances.reserveCapacity(raw.count)
    for value in raw {
      var distance = Float.nan
      if declared.contains(value) {
        invalid[.declared] += 1
      } else if value == .max && reading.scale == .metric {
        invalid[.saturated] += 1
      } else {
        distance = conversion.distance(Double(value), counting: &invalid)
      }
      distances.append(distance)
    }
    self.init(
      width: width, height: height, checked: conversion.alongAxis(distances), invalid: invalid,
      scale: reading.scale, camera: camera)
  }

  /// Makes a frame from numbers that are stored as floats, as a sensor's reading describes them.
  ///
  /// - Throws: ``FrameError``, as for raw values.
  public init(
    width: Int, height: Int, values: [Float], reading: DepthReading, camera: CameraModel? = nil
  ) throws(FrameError) {
    try FrameError.check(width: width, height: height, camera: camera, frame: "depth")
    try FrameError.check(elements: values.count, expected: width * height, frame: "depth")
    let conversion = try DepthConversion(reading, camera)
    let declared = Set(reading.invalid.map { Float($0) })
    var invalid = InvalidPixels()
    var distances: [Float] = []
    distances.reserveCapacity(values.count)
    for value in values {
      var distance = Float.nan
      if declared.contains(value) {
        invalid[.declared] += 1
      } else {
        distance = conversion.distance(Double(value), counting: &invalid)
      }
      distances.append(distance)
    }
    self.init(
      width: width, height: height, checked: conversion.alongAxis(distances), invalid: invalid,
      scale: reading.scale, camera: camera)
  }

  /// The disparities that a rectified pair of this frame's camera and another one beside it sees,
  /// as raw values.
  ///
  /// `raw = round(focalX · baseline / (distance · pixelsPerUnit))`.
  ///
  /// - Parameters:
  ///   - pixelsPerUnit: The pixels that one raw unit stands for, such as 1/32.
  ///   - baseline: The distance between the two cameras in metres.
  ///   - invalid: Stands for a hole, and for a disparity that does not fit.
  ///
  /// - Returns: The raw values, row-major.
  /// - Throws: ``FrameError/missingCamera(frame:neededFor:)`` where the frame has none, and
  ///   ``FrameError/reading(field:expected:found:)`` where a number is not positive or the depth
  ///   is relative.
  public func disparities(
    pixelsPerUnit: Double, baseline: Double, invalid: UInt16 = .max
  ) throws(FrameError) -> [UInt16] {
    _ = try DepthReading(unit: .disparity(pixelsPerUnit: pixelsPerUnit, baseline: baseline))
    guard scale == .metric else {
      throw .reading(field: "scale", expected: "metres", found: "relative depth")
    }
    guard let camera else { throw .missingCamera(frame: "depth", neededFor: "disparities") }
    let factor = camera.focalX * baseline / pixelsPerUnit
    return values.map { distance in
      UInt16(exactly: (factor / Double(distance)).rounded()) ?? invalid
    }
  }
}

/// The way from a sensor's numbers to distances along the optical axis.
private struct DepthConversion {
  private let factor: Double
  private let isDisparity: Bool
  private let sieve: DepthSieve
  private let raysToFollow: CameraModel?

  init(_ reading: DepthReading, _ camera: CameraModel?) throws(FrameError) {
    isDisparity = if case .disparity = reading.unit { true } else { false }
    switch reading.unit {
    case .metres(let perUnit): factor = perUnit
    case .relative: factor = 1
    case .disparity(let pixelsPerUnit, let baseline):
      guard let camera else { throw .missingCamera(frame: "depth", neededFor: "disparities") }
      factor = camera.focalX * baseline / pixelsPerUnit
    }
    guard reading.meaning == .alongAxis || camera != nil else {
      throw .missingCamera(frame: "depth", neededFor: "distances along the rays")
    }
    raysToFollow = reading.meaning == .alongRay ? camera : nil
    sieve = DepthSieve(reading.scale, range: reading.range)
  }

  /// The distance as it is measured; not-a-number where there is none.
  func distance(_ number: Double, counting invalid: inout InvalidPixels) -> Float {
    // A disparity of 0 is no distance, rather than an infinite one.
    let value = isDisparity && number != 0 ? factor / number : number * factor
    let distance = sieve.distance(Float(value))
    if distance.isNaN { invalid[sieve.cause(Float(value))] += 1 }
    return distance
  }

  /// The distances along the optical axis.
  func alongAxis(_ distances: [Float]) -> [Float] {
    guard let camera = raysToFollow else { return distances }
    return distances.indices.map { index in
      let pixel = SIMD2(Double(index % camera.width), Double(index / camera.width))
      guard let ray = camera.ray(through: pixel) else { return .nan }
      return distances[index] / Float((1 + (ray * ray).sum()).squareRoot())
    }
  }
}

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
    let checked = conversion.alongAxis(distances, counting: &invalid)
    self.init(
      width: width, height: height, checked: checked, invalid: invalid, scale: reading.scale,
      camera: camera)
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
    let checked = conversion.alongAxis(distances, counting: &invalid)
    self.init(
      width: width, height: height, checked: checked, invalid: invalid, scale: reading.scale,
      camera: camera)
  }

  /// Makes a frame of distances that were packed in a way of their own.
  ///
  /// - Parameters:
  ///   - width: Pixels along a row.
  ///   - height: Rows.
  ///   - packed: The numbers as they are stored, row-major.
  ///   - range: The distances that the sensor can tell, in metres, as it measures them.
  ///   - meaning: What a distance is measured along.
  ///   - camera: The camera that took them; distances along the ray need it.
  ///   - unpack: The distance that a number stands for, or why there is none.
  ///
  /// - Throws: ``FrameError``, as for raw values.
  package init(
    width: Int, height: Int, packed: [Float], range: ClosedRange<Double>?,
    meaning: DepthReading.Meaning, camera: CameraModel?, unpack: (Float) -> UnpackedDepth
  ) throws(FrameError) {
    try FrameError.check(width: width, height: height, camera: camera, frame: "depth")
    try FrameError.check(elements: packed.count, expected: width * height, frame: "depth")
    let reading = try DepthReading(
      unit: .metres(perUnit: 1), invalid: [], range: range, meaning: meaning)
    let conversion = try DepthConversion(reading, camera)
    var invalid = InvalidPixels()
    var distances: [Float] = []
    distances.reserveCapacity(packed.count)
    for number in packed {
      var distance = Float.nan
      switch unpack(number) {
      case .metres(let metres):
        distance = conversion.distance(Double(metres), counting: &invalid)
      case .hole(let cause): invalid[cause] += 1
      }
      distances.append(distance)
    }
    let checked = conversion.alongAxis(distances, counting: &invalid)
    self.init(
      width: width, height: height, checked: checked, invalid: invalid, scale: .metric,
      camera: camera)
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

/// What a packed number stands for.
package enum UnpackedDepth: Sendable, Hashable {
  /// A distance in metres.
  case metres(Float)
  /// No distance, and why.
  case hole(InvalidPixels.Cause)
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

  /// The distances along the optical axis; a pixel to which the lens sends no ray has none.
  func alongAxis(_ distances: [Float], counting invalid: inout InvalidPixels) -> [Float] {
    guard let camera = raysToFollow else { return distances }
    var checked = distances
    for index in distances.indices where !distances[index].isNaN {
      let pixel = SIMD2(Double(index % camera.width), Double(index / camera.width))
      checked[index] = .nan
      if let ray = camera.ray(through: pixel) {
        checked[index] = distances[index] / Float((1 + (ray * ray).sum()).squareRoot())
      }
      if checked[index].isNaN { invalid[.noRay] += 1 }
    }
    return checked
  }
}

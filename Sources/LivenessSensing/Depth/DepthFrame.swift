/// A depth map: one distance along the optical axis for each pixel.
///
/// **Units** metres (or arbitrary when `scale` is `.relative`). A pixel that saw nothing is
/// not-a-number, never 0.
public struct DepthFrame: Sendable {
  private enum Storage {
    case values([Float], InvalidPixels)
    case lentRaw(LentMemory, RawDepthSieve)
    case lentMetres(LentMemory, DepthSieve)
  }

  /// Pixels along a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// What the values mean.
  public let scale: DepthScale
  /// The camera that took it, where it is known.
  public let camera: CameraModel?
  private let storage: Storage

  /// Makes a frame from values that follow the frame's conventions; whatever is not finite, not
  /// positive or out of range becomes not-a-number (relative depth may be 0 or below).
  ///
  /// - Throws: ``FrameError`` where the count of values is not `width · height`, or the camera is
  ///   for another size.
  public init(
    width: Int, height: Int, values: [Float], scale: DepthScale = .metric,
    range: ClosedRange<Double>? = nil, camera: CameraModel? = nil
  ) throws(FrameError) {
    try FrameError.check(width: width, height: height, camera: camera, frame: "depth")
    try FrameError.check(elements: values.count, expected: width * height, frame: "depth")
    let (distances, invalid) = DepthSieve(scale, range: range).distances(values)
    self.init(
      width: width, height: height, checked: distances, invalid: invalid, scale: scale,
      camera: camera)
  }

  /// Makes a frame from a sensor's raw values: `distance = raw · metresPerUnit`.
  ///
  /// - Parameters:
  ///   - width: Pixels along a row.
  ///   - height: Rows.
  ///   - raw: The sensor's values, row-major.
  ///   - metresPerUnit: The length of one raw unit; any positive number where `scale` is relative.
  ///   - invalid: The raw values by which the sensor says that it saw nothing.
  ///   - scale: What the distances mean.
  ///   - range: The distances that the sensor can tell.
  ///   - camera: The camera that took it, where it is known.
  ///
  /// - Throws: ``FrameError`` where the count of values is not `width · height`, the unit is not a
  ///   positive number, or the camera is for another size.
  public init(
    width: Int, height: Int, raw: [UInt16], metresPerUnit: Double, invalid: [UInt16] = [0],
    scale: DepthScale = .metric, range: ClosedRange<Double>? = nil, camera: CameraModel? = nil
  ) throws(FrameError) {
    try FrameError.check(width: width, height: height, camera: camera, frame: "depth")
    try FrameError.check(elements: raw.count, expected: width * height, frame: "depth")
    try DepthFormat.uint16(metresPerUnit: metresPerUnit, invalid: invalid).check()
    let sieve = RawDepthSieve(
      DepthSieve(scale, range: range), metresPerUnit: metresPerUnit, invalid: invalid)
    let (distances, causes) = sieve.distances(raw)
    self.init(
      width: width, height: height, checked: distances, invalid: causes, scale: scale,
      camera: camera)
  }

  /// Makes a frame over a camera's buffer without a copy; values are converted as they are read.
  ///
  /// The memory must not change and must stay readable as long as `owner` lives: the frame, and
  /// every copy of it, holds the owner. Rows may be padded, and need no alignment.
  ///
  /// - Parameters:
  ///   - width: Pixels along a row.
  ///   - height: Rows.
  ///   - base: The first sample of the first row.
  ///   - byteCount: The length of the readable memory from `base` on.
  ///   - rowStride: The distance between the starts of two rows, in bytes.
  ///   - format: How a sample is stored.
  ///   - owner: What keeps the memory alive.
  ///   - scale: What the distances mean.
  ///   - range: The distances that the sensor can tell.
  ///   - camera: The camera that took it, where it is known.
  ///
  /// - Throws: ``FrameError`` where the rows do not fit into the memory, the unit is not a positive
  ///   number, or the camera is for another size.
  @unsafe
  public init(
    width: Int, height: Int, lending base: UnsafeRawPointer, byteCount: Int, rowStride: Int,
    format: DepthFormat, owner: any AnyObject & Sendable, scale: DepthScale = .metric,
    range: ClosedRange<Double>? = nil, camera: CameraModel? = nil
  ) throws(FrameError) {
    try FrameError.check(width: width, height: height, camera: camera, frame: "depth")
    try format.check()
    let memory = try unsafe LentMemory(
      base: base, byteCount: byteCount, rowStride: rowStride,
      rowBytes: width * format.bytesPerPixel, height: height, owner: owner, frame: "depth")
    self.width = width
    self.height = height
    self.scale = scale
    self.camera = camera
    let sieve = DepthSieve(scale, range: range)
    switch format {
    case .uint16(let metresPerUnit, let invalid):
      storage = .lentRaw(
        memory, RawDepthSieve(sieve, metresPerUnit: metresPerUnit, invalid: invalid))
    case .float32: storage = .lentMetres(memory, sieve)
    }
  }

  /// Makes a frame from values that are known to follow its conventions.
  init(
    width: Int, height: Int, checked: [Float], invalid: InvalidPixels, scale: DepthScale,
    camera: CameraModel?
  ) {
    self.width = width
    self.height = height
    self.scale = scale
    self.camera = camera
    storage = .values(checked, invalid)
  }

  /// The distance at a pixel; not-a-number where the sensor saw nothing.
  ///
  /// - Precondition: The pixel lies within the frame.
  public subscript(_ x: Int, _ y: Int) -> Float {
    precondition(
      x >= 0 && x < width && y >= 0 && y < height,
      "pixel (\(x), \(y)) lies outside a depth frame of \(width) × \(height)")
    switch storage {
    case .values(let values, _): return values[y * width + x]
    case .lentRaw(let memory, let sieve):
      return sieve.distance(memory.sample(row: y, index: x, as: UInt16.self))
    case .lentMetres(let memory, let sieve):
      return sieve.distance(memory.sample(row: y, index: x, as: Float.self))
    }
  }

  /// The distances of the pixels in some columns of a row; not-a-number where the sensor saw nothing.
  ///
  /// - Precondition: The pixels lie within the frame.
  package func distances(row: Int, columns: Range<Int>) -> [Float] {
    precondition(
      row >= 0 && row < height && columns.lowerBound >= 0 && columns.upperBound <= width,
      "columns \(columns) of row \(row) lie outside a depth frame of \(width) × \(height)")
    switch storage {
    case .values(let values, _):
      return Array(values[row * width + columns.lowerBound..<row * width + columns.upperBound])
    case .lentRaw(let memory, let sieve):
      return columns.map {
        sieve.distance(memory.sample(row: row, index: $0, as: UInt16.self))
      }
    case .lentMetres(let memory, let sieve):
      return columns.map { sieve.distance(memory.sample(row: row, index: $0, as: Float.self)) }
    }
  }

  /// Writes the distances of a row; not-a-number where the sensor saw nothing.
  ///
  /// - Precondition: The row lies within the frame, and there is space for it.
  func write(row: Int, to distances: inout MutableSpan<Float>, from start: Int) {
    precondition(
      row >= 0 && row < height && start >= 0 && start <= distances.count - width,
      "row \(row) lies outside a depth frame of \(width) × \(height)")
    switch storage {
    case .values(let values, _):
      let values = values.span.extracting(row * width..<(row + 1) * width)
      for x in values.indices { distances[start &+ x] = values[x] }
    case .lentRaw(let memory, let sieve):
      for x in 0..<width {
        distances[start &+ x] = sieve.distance(memory.sample(row: row, index: x, as: UInt16.self))
      }
    case .lentMetres(let memory, let sieve):
      for x in 0..<width {
        distances[start &+ x] = sieve.distance(memory.sample(row: row, index: x, as: Float.self))
      }
    }
  }

  /// A copy of the distances, row-major; not-a-number where the sensor saw nothing.
  public var values: [Float] {
    if case .values(let values, _) = storage { return values }
    var values: [Float] = []
    values.reserveCapacity(width * height)
    for row in 0..<height { values += distances(row: row, columns: 0..<width) }
    return values
  }

  /// The share of pixels with a distance, 0 to 1.
  public var validShare: Double {
    Double(values.count { !$0.isNaN }) / Double(width * height)
  }

  /// How many pixels saw nothing, by cause; of a frame over a camera's buffer they are counted here.
  ///
  /// An aligned frame has the causes of the frame that it was made from.
  public var invalidPixels: InvalidPixels {
    var invalid = InvalidPixels()
    switch storage {
    case .values(_, let counted): return counted
    case .lentRaw(let memory, let sieve):
      for y in 0..<height {
        for x in 0..<width {
          let raw = memory.sample(row: y, index: x, as: UInt16.self)
          if sieve.distance(raw).isNaN { invalid[sieve.cause(raw)] += 1 }
        }
      }
    case .lentMetres(let memory, let sieve):
      for y in 0..<height {
        for x in 0..<width {
          let value = memory.sample(row: y, index: x, as: Float.self)
          if sieve.distance(value).isNaN { invalid[sieve.cause(value)] += 1 }
        }
      }
    }
    return invalid
  }
}

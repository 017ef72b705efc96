/// A depth map: one distance along the optical axis for each pixel.
///
/// **Units** metres (or arbitrary when `scale` is `.relative`). A pixel that saw nothing is
/// not-a-number, never 0.
public struct DepthFrame: Sendable {
  private enum Storage {
    case values([Float])
    case lent(LentMemory, DepthFormat, InvalidRawValues)
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

  /// Makes a frame from values that follow the frame's conventions; whatever is not finite or not
  /// positive becomes not-a-number (relative depth may be 0 or below).
  ///
  /// - Throws: ``FrameError`` where the count of values is not `width · height`, or the camera is
  ///   for another size.
  public init(
    width: Int, height: Int, values: [Float], scale: DepthScale = .metric,
    camera: CameraModel? = nil
  ) throws(FrameError) {
    try FrameError.check(width: width, height: height, camera: camera, frame: "depth")
    try FrameError.check(elements: values.count, expected: width * height, frame: "depth")
    self.init(
      width: width, height: height, checked: values.map { DepthFrame.distance($0, scale) },
      scale: scale, camera: camera)
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
  ///   - camera: The camera that took it, where it is known.
  ///
  /// - Throws: ``FrameError`` where the count of values is not `width · height`, the unit is not a
  ///   positive number, or the camera is for another size.
  public init(
    width: Int, height: Int, raw: [UInt16], metresPerUnit: Double, invalid: [UInt16] = [0],
    scale: DepthScale = .metric, camera: CameraModel? = nil
  ) throws(FrameError) {
    let format = DepthFormat.uint16(metresPerUnit: metresPerUnit, invalid: invalid)
    try FrameError.check(width: width, height: height, camera: camera, frame: "depth")
    try FrameError.check(elements: raw.count, expected: width * height, frame: "depth")
    try format.check()
    let holes = InvalidRawValues(invalid)
    let values = raw.map { DepthFrame.distance($0, metresPerUnit, holes, scale) }
    self.init(width: width, height: height, checked: values, scale: scale, camera: camera)
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
  ///   - camera: The camera that took it, where it is known.
  ///
  /// - Throws: ``FrameError`` where the rows do not fit into the memory, the unit is not a positive
  ///   number, or the camera is for another size.
  @unsafe
  public init(
    width: Int, height: Int, lending base: UnsafeRawPointer, byteCount: Int, rowStride: Int,
    format: DepthFormat, owner: any AnyObject & Sendable, scale: DepthScale = .metric,
    camera: CameraModel? = nil
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
    storage = .lent(memory, format, InvalidRawValues(format.invalidValues))
  }

  /// Makes a frame from values that are known to follow its conventions.
  init(width: Int, height: Int, checked: [Float], scale: DepthScale, camera: CameraModel?) {
    self.width = width
    self.height = height
    self.scale = scale
    self.camera = camera
    storage = .values(checked)
  }

  /// The distance at a pixel; not-a-number where the sensor saw nothing.
  ///
  /// - Precondition: The pixel lies within the frame.
  public subscript(_ x: Int, _ y: Int) -> Float {
    precondition(
      x >= 0 && x < width && y >= 0 && y < height,
      "pixel (\(x), \(y)) lies outside a depth frame of \(width) × \(height)")
    switch storage {
    case .values(let values): return values[y * width + x]
    case .lent(let memory, .float32, _):
      return DepthFrame.distance(memory.sample(row: y, index: x, as: Float.self), scale)
    case .lent(let memory, .uint16(let metresPerUnit, _), let holes):
      let raw = memory.sample(row: y, index: x, as: UInt16.self)
      return DepthFrame.distance(raw, metresPerUnit, holes, scale)
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
    case .values(let values):
      return Array(values[row * width + columns.lowerBound..<row * width + columns.upperBound])
    case .lent(let memory, .float32, _):
      return columns.map {
        DepthFrame.distance(memory.sample(row: row, index: $0, as: Float.self), scale)
      }
    case .lent(let memory, .uint16(let metresPerUnit, _), let holes):
      return columns.map {
        let raw = memory.sample(row: row, index: $0, as: UInt16.self)
        return DepthFrame.distance(raw, metresPerUnit, holes, scale)
      }
    }
  }

  /// A copy of the distances, row-major; not-a-number where the sensor saw nothing.
  public var values: [Float] {
    if case .values(let values) = storage { return values }
    var values: [Float] = []
    values.reserveCapacity(width * height)
    for row in 0..<height { values += distances(row: row, columns: 0..<width) }
    return values
  }

  /// The share of pixels with a distance, 0 to 1.
  public var validShare: Double {
    Double(values.count { !$0.isNaN }) / Double(width * height)
  }

  private static func distance(_ value: Float, _ scale: DepthScale) -> Float {
    value.isFinite && (scale == .relative || value > 0) ? value : .nan
  }

  private static func distance(
    _ raw: UInt16, _ metresPerUnit: Double, _ holes: InvalidRawValues, _ scale: DepthScale
  ) -> Float {
    holes.contains(raw) ? .nan : distance(Float(Double(raw) * metresPerUnit), scale)
  }
}

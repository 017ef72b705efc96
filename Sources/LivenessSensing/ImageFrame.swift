/// An 8-bit image beside the depth map: grey or interleaved red, green, blue.
public struct ImageFrame: Sendable {
  private enum Storage {
    case pixels([UInt8])
    case lent(LentMemory)
    case planes(ChromaPlanes)
  }

  /// Pixels along a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// 1 (grey) or 3 (red, green, blue, interleaved).
  public let channels: Int
  /// The light it was taken with.
  public let modality: Modality
  /// The camera that took it, where it is known.
  public let camera: CameraModel?
  private let storage: Storage

  /// Makes a frame from 8-bit samples.
  ///
  /// Where no `modality` is named, three channels are visible light and one is near infrared.
  ///
  /// - Throws: ``FrameError`` where the count of samples is not `width · height · channels`, the
  ///   channels are neither 1 nor 3, or the camera is for another size.
  public init(
    width: Int, height: Int, channels: Int = 1, pixels: [UInt8],
    modality: Modality? = nil, camera: CameraModel? = nil
  ) throws(FrameError) {
    let modality = modality ?? .usual(channels: channels)
    let frame = modality.rawValue
    guard channels == 1 || channels == 3 else {
      throw .channels(frame: frame, found: channels)
    }
    try FrameError.check(width: width, height: height, camera: camera, frame: frame)
    try FrameError.check(
      elements: pixels.count, expected: width * height * channels, frame: frame)
    self.width = width
    self.height = height
    self.channels = channels
    self.modality = modality
    self.camera = camera
    storage = .pixels(pixels)
  }

  /// Makes a frame from samples that are known to fill it.
  package init(
    width: Int, height: Int, channels: Int, checked: [UInt8], modality: Modality,
    camera: CameraModel?
  ) {
    self.width = width
    self.height = height
    self.channels = channels
    self.modality = modality
    self.camera = camera
    storage = .pixels(checked)
  }

  /// Makes a colour frame over planes of luma and chroma.
  package init(_ planes: ChromaPlanes) {
    width = planes.width
    height = planes.height
    channels = 3
    modality = .color
    camera = nil
    storage = .planes(planes)
  }

  /// The frame with all its colours computed, for whoever looks at each pixel more than once.
  package var interleaved: ImageFrame {
    guard case .planes = storage else { return self }
    return ImageFrame(
      width: width, height: height, channels: channels, checked: pixels, modality: modality,
      camera: camera)
  }

  /// Makes a frame over a camera's buffer without a copy.
  ///
  /// The memory must not change and must stay readable as long as `owner` lives: the frame, and
  /// every copy of it, holds the owner. Rows may be padded.
  ///
  /// - Parameters:
  ///   - width: Pixels along a row.
  ///   - height: Rows.
  ///   - base: The first sample of the first row.
  ///   - byteCount: The length of the readable memory from `base` on.
  ///   - rowStride: The distance between the starts of two rows, in bytes.
  ///   - format: How a pixel is stored.
  ///   - owner: What keeps the memory alive.
  ///   - modality: The light it was taken with; where none is named, visible light for three channels
  ///     and near infrared for one.
  ///   - camera: The camera that took it, where it is known.
  ///
  /// - Throws: ``FrameError`` where the rows do not fit into the memory, or the camera is for
  ///   another size.
  @unsafe
  public init(
    width: Int, height: Int, lending base: UnsafeRawPointer, byteCount: Int, rowStride: Int,
    format: ImageFormat, owner: any AnyObject & Sendable, modality: Modality? = nil,
    camera: CameraModel? = nil
  ) throws(FrameError) {
    let modality = modality ?? .usual(channels: format.channels)
    let frame = modality.rawValue
    try FrameError.check(width: width, height: height, camera: camera, frame: frame)
    let memory = try unsafe LentMemory(
      base: base, byteCount: byteCount, rowStride: rowStride,
      rowBytes: width * format.channels, height: height, owner: owner, frame: frame)
    self.width = width
    self.height = height
    channels = format.channels
    self.modality = modality
    self.camera = camera
    storage = .lent(memory)
  }

  /// The sample of a channel at a pixel, 0 to 255.
  ///
  /// - Precondition: The pixel and the channel lie within the frame.
  public subscript(_ x: Int, _ y: Int, _ channel: Int) -> UInt8 {
    precondition(
      x >= 0 && x < width && y >= 0 && y < height && channel >= 0 && channel < channels,
      "sample (\(x), \(y), \(channel)) lies outside an image of \(width) × \(height) × \(channels)")
    switch storage {
    case .pixels(let pixels): return pixels[(y * width + x) * channels + channel]
    case .lent(let memory):
      return memory.sample(row: y, index: x * channels + channel, as: UInt8.self)
    case .planes(let planes): return planes.colors(row: y, columns: x..<x + 1)[channel]
    }
  }

  /// The samples of the pixels in some columns of a row, all channels of a pixel together.
  ///
  /// - Precondition: The pixels lie within the frame.
  package func samples(row: Int, columns: Range<Int>) -> [UInt8] {
    precondition(
      row >= 0 && row < height && columns.lowerBound >= 0 && columns.upperBound <= width,
      "columns \(columns) of row \(row) lie outside an image of \(width) × \(height)")
    let (first, end) = (columns.lowerBound * channels, columns.upperBound * channels)
    switch storage {
    case .pixels(let pixels):
      let start = row * width * channels
      return Array(pixels[start + first..<start + end])
    case .lent(let memory):
      return (first..<end).map { memory.sample(row: row, index: $0, as: UInt8.self) }
    case .planes(let planes): return planes.colors(row: row, columns: columns)
    }
  }

  /// The samples of the pixels in single columns of a row, in their order, all channels of a pixel
  /// together.
  ///
  /// - Precondition: The pixels lie within the frame.
  package func samples(row: Int, columns: [Int]) -> [UInt8] {
    precondition(
      row >= 0 && row < height && columns.allSatisfy { $0 >= 0 && $0 < width },
      "columns \(columns) of row \(row) lie outside an image of \(width) × \(height)")
    if case .planes(let planes) = storage { return planes.colors(row: row, columns: columns) }
    var samples: [UInt8] = []
    samples.reserveCapacity(columns.count * channels)
    for column in columns {
      for channel in 0..<channels { samples.append(self[column, row, channel]) }
    }
    return samples
  }

  /// A copy of the samples, row-major, 0 to 255.
  public var pixels: [UInt8] {
    if case .pixels(let pixels) = storage { return pixels }
    var pixels: [UInt8] = []
    pixels.reserveCapacity(width * height * channels)
    for row in 0..<height { pixels += samples(row: row, columns: 0..<width) }
    return pixels
  }
}

extension Modality {
  /// The light of an image of so many channels, where nobody says.
  fileprivate static func usual(channels: Int) -> Modality {
    channels == 3 ? .color : .nearInfrared
  }
}

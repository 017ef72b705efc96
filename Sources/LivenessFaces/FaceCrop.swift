public import LivenessSensing
public import LivenessTensors

/// A square around a face, resampled to the size a network takes, with its way back to the frame.
///
/// The square has the side `scale · max(width, height)` of the face box and its centre; scale and
/// size belong to the model file. The square is never more than eight times as long as the longest
/// side that a frame may have: a larger one would show no more of it.
public struct FaceCrop: Sendable, Hashable {
  /// The left edge of the square on the frame, in edge coordinates (pixel `i` covers `[i, i + 1)`).
  public let left: Double
  /// The top edge of the square on the frame, in edge coordinates.
  public let top: Double
  /// The side of the square on the frame, in pixels.
  public let side: Double
  /// Pixels along each side of the crop.
  public let size: Int

  /// The longest side of a square.
  static let longestSide = Double(8 * FrameError.maximumSide)

  /// Lays a square around a face box.
  ///
  /// - Precondition: The box is valid, scale and size are positive.
  public init(around box: FaceBox, scale: Double, size: Int) {
    precondition(
      box.isValid && scale > 0 && size > 0,
      "a crop needs a valid box and a positive scale and size, found \(box), \(scale), \(size)")
    side = min(scale * max(box.width, box.height), FaceCrop.longestSide)
    left = box.x + box.width / 2 - side / 2
    top = box.y + box.height / 2 - side / 2
    self.size = size
  }

  private init(left: Double, top: Double, side: Double, size: Int) {
    self.left = left
    self.top = top
    self.side = side
    self.size = size
  }

  /// The same square, resampled to another size.
  ///
  /// - Precondition: The size is positive.
  public func resized(to size: Int) -> FaceCrop {
    precondition(size > 0, "a crop needs a positive size, found \(size)")
    return FaceCrop(left: left, top: top, side: side, size: size)
  }

  /// Where a point of the crop lies on the frame; both in pixel-centre coordinates.
  public func framePoint(_ cropPoint: SIMD2<Double>) -> SIMD2<Double> {
    SIMD2(left, top) + (cropPoint + 0.5) * (side / Double(size)) - 0.5
  }

  /// Where a point of the frame lies on the crop; both in pixel-centre coordinates.
  public func cropPoint(_ framePoint: SIMD2<Double>) -> SIMD2<Double> {
    (framePoint + 0.5 - SIMD2(left, top)) * (Double(size) / side) - 0.5
  }

  /// The image within the square as grey, area-averaged where it shrinks; beyond the frame its edge
  /// is repeated.
  ///
  /// Grey is `0.299 R + 0.587 G + 0.114 B`.
  /// **Shape** `[size, size]`. **Units** 0 (black) to 1 (white).
  public func grey(of image: ImageFrame) -> Tensor {
    let columns = AxisSampling(
      origin: left, extent: side, outputs: size, inputs: image.width)
    let rows = AxisSampling(origin: top, extent: side, outputs: size, inputs: image.height)
    let lines = rows.sources.map { row in
      FaceCrop.grey(of: image, row: row, columns: columns.sources)
    }
    let scalars = rows.resampled(lines).flatMap { columns.resampled($0) }
    return Tensor(shape: [size, size], scalars: scalars)
  }

  /// The depth within the square, by nearest pixel, so that nothing is invented between near and
  /// far; a hole stays a hole, and so does what lies beyond the frame.
  ///
  /// **Shape** `[size, size]`. **Units** metres, or the frame's own where it is relative;
  /// not-a-number for a hole.
  public func depth(of frame: DepthFrame) -> Tensor {
    let step = side / Double(size)
    let positions = (0..<size).map { (Double($0) + 0.5) * step }
    let columns = positions.map { FaceCrop.index(left + $0, below: frame.width) }
    let rows = positions.map { FaceCrop.index(top + $0, below: frame.height) }
    var scalars = [Float]()
    scalars.reserveCapacity(size * size)
    for y in rows {
      for x in columns {
        if let x, let y { scalars.append(frame[x, y]) } else { scalars.append(.nan) }
      }
    }
    return Tensor(shape: [size, size], scalars: scalars)
  }

  private static func index(_ position: Double, below count: Int) -> Int? {
    position >= 0 && position < Double(count) ? Int(position) : nil
  }

  private static func grey(of image: ImageFrame, row: Int, columns: Range<Int>) -> [Float] {
    let samples = image.samples(row: row, columns: columns)
    guard image.channels == 3 else { return samples.map { Float($0) / 255 } }
    return columns.indices.map { index in
      let pixel = 3 * (index - columns.lowerBound)
      let red = Float(samples[pixel])
      let green = Float(samples[pixel + 1])
      let blue = Float(samples[pixel + 2])
      return (0.299 * red + 0.587 * green + 0.114 * blue) / 255
    }
  }
}

/// A rectangle around a face, in edge coordinates: pixel `i` covers `[i, i + 1)`.
///
/// **Units** pixels of the image. It spans the face from forehead to chin and from ear to ear.
public struct FaceBox: Sendable, Hashable {
  /// The left edge.
  public let x: Double
  /// The top edge.
  public let y: Double
  /// The extent along a row.
  public let width: Double
  /// The extent across rows.
  public let height: Double

  /// Makes a box from its left and top edge and its extents.
  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The box has finite edges and covers something.
  public var isValid: Bool {
    x.isFinite && y.isFinite && width.isFinite && height.isFinite && width > 0 && height > 0
  }

  /// The box lies within a frame of the given size, in pixels.
  public func lies(withinWidth frameWidth: Int, height frameHeight: Int) -> Bool {
    x >= 0 && y >= 0 && x + width <= Double(frameWidth) && y + height <= Double(frameHeight)
  }

  /// The share of a valid box that lies on a frame of the given size, 0 to 1.
  public func share(onWidth frameWidth: Int, height frameHeight: Int) -> Double {
    let shownWidth = min(x + width, Double(frameWidth)) - max(x, 0)
    let shownHeight = min(y + height, Double(frameHeight)) - max(y, 0)
    return max(0, shownWidth) * max(0, shownHeight) / (width * height)
  }

  /// The box reaches no farther beyond a frame than the frame is large, and its centre lies within:
  /// the face of a frame that is itself a crop around it.
  public func overlapsMost(ofWidth frameWidth: Int, height frameHeight: Int) -> Bool {
    let (frameWidth, frameHeight) = (Double(frameWidth), Double(frameHeight))
    return (0...frameWidth).contains(x + width / 2) && (0...frameHeight).contains(y + height / 2)
      && width <= 2 * frameWidth && height <= 2 * frameHeight
  }
}

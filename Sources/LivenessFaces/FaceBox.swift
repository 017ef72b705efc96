/// A rectangle around a face, in edge coordinates: pixel `i` covers `[i, i + 1)`.
///
/// **Units** pixels of the image. It spans the face from forehead to chin and from ear to ear.
public struct FaceBox: Sendable, Hashable {
  /// The left edge.
  public let x: Double
  /// The top edge.
  public let y: Double
  /// The extent along a row; positive.
  public let width: Double
  /// The extent across rows; positive.
  public let height: Double

  /// Makes a box from its left and top edge and its extents.
  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }
}

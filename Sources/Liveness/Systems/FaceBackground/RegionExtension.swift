/// How far a region reaches beyond a face box, side by side, in multiples of the box's own sides.
public struct RegionExtension: Sendable, Hashable {
  /// Above the box, in multiples of its height.
  public let up: Double
  /// Below the box, in multiples of its height.
  public let down: Double
  /// To the left of the box, in multiples of its width.
  public let left: Double
  /// To the right of the box, in multiples of its width.
  public let right: Double

  /// Extends each side by an amount of its own, 0 to 20.
  public init(up: Double = 0, down: Double = 0, left: Double = 0, right: Double = 0) {
    self.up = up
    self.down = down
    self.left = left
    self.right = right
  }

  /// Extends all sides alike, so that the region has a multiple of the box's sides: 1 is the box.
  public init(scale: Double) {
    let margin = (scale - 1) / 2
    self.init(up: margin, down: margin, left: margin, right: margin)
  }

  /// The box alone.
  public static let none = RegionExtension()

  /// The amounts that a side may have.
  static let range = 0.0...20

  /// The amounts with their names.
  var amounts: [(name: String, value: Double)] {
    [("up", up), ("down", down), ("left", left), ("right", right)]
  }
}

public import LivenessLayers

/// A quantity of a capture that lies outside what a model was trained on.
public struct InputOutlier: Sendable, Hashable {
  /// What was measured.
  public let quantity: InputQuantity
  /// Its value, in the unit of the quantity.
  public let value: Double
  /// The values that the model was trained on, as far as its card states them.
  public let range: ClosedRange<Double>

  /// Notes an outlier.
  public init(quantity: InputQuantity, value: Double, range: ClosedRange<Double>) {
    self.quantity = quantity
    self.value = value
    self.range = range
  }
}

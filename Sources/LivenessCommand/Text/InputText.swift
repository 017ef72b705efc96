import LivenessFaces
import LivenessLayers

/// Writes what was measured of a capture for people.
enum InputText {
  /// What a quantity is called.
  static func name(_ quantity: InputQuantity) -> String {
    switch quantity {
    case .faceSize: "face size"
    case .faceDistance: "face distance"
    case .depthCoverage: "valid depth"
    case .depthRelief: "depth relief"
    case .imageBrightness: "brightness"
    case .imageContrast: "contrast"
    }
  }

  /// The unit that follows a value; empty where there is none.
  static func unit(_ quantity: InputQuantity) -> String {
    switch quantity {
    case .faceSize: "px"
    case .faceDistance, .depthRelief: "mm"
    case .depthCoverage: "%"
    case .imageBrightness, .imageContrast: ""
    }
  }

  /// A value without its unit.
  static func number(_ value: Double, _ quantity: InputQuantity) -> String {
    switch quantity {
    case .faceSize: NumberText.fixed(value, decimals: 0)
    case .faceDistance: NumberText.fixed(1000 * value, decimals: 0)
    case .depthRelief: NumberText.fixed(1000 * value, decimals: 1)
    case .depthCoverage: NumberText.fixed(100 * value, decimals: 1)
    case .imageBrightness, .imageContrast: NumberText.fixed(value, decimals: 3)
    }
  }

  /// `face size 412 px, trained on 96 to 350`.
  static func sentence(_ outlier: InputOutlier) -> String {
    let quantity = outlier.quantity
    let unit = unit(quantity).isEmpty ? "" : " " + unit(quantity)
    let lower = number(outlier.range.lowerBound, quantity)
    let upper = number(outlier.range.upperBound, quantity)
    return "\(name(quantity)) \(number(outlier.value, quantity))\(unit), "
      + "trained on \(lower) to \(upper)"
  }
}

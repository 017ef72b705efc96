/// A lens described by how much it stretches a radius, at radii that are evenly spaced from its
/// centre to the farthest corner of the image.
///
/// `r' = r · (1 + m(r))`, with `m` linear between the table's values and constant beyond the last.
/// Apple, AVCameraCalibrationData: `lensDistortionLookupTable` and its inverse.
///
/// **Units** of the plane at distance 1.
public struct RadialTable: Sendable, Hashable {
  /// Which way the table leads.
  public enum Mapping: String, Sendable, Hashable, CaseIterable {
    /// From the ideal pinhole image to the one that the lens makes.
    case idealToImage = "ideal-to-image"
    /// From the image that the lens makes to the ideal one.
    case imageToIdeal = "image-to-ideal"
  }

  /// The relative growth of the radius; 0 leaves it as it is.
  public let magnifications: [Double]
  /// The centre of the distortion.
  public let center: SIMD2<Double>
  /// The radius of the last magnification.
  public let farthestRadius: Double
  /// Which way the table leads.
  public let mapping: Mapping

  /// The most values that a table may have.
  public static let mostMagnifications = 4096

  /// Checks and takes a table.
  ///
  /// - Throws: ``CameraError/radialTable(expected:found:)`` where a number is not finite, there are
  ///   fewer than 2 values or too many, or the radius would not grow everywhere, so that two rays
  ///   would meet in one pixel.
  public init(
    magnifications: [Double], center: SIMD2<Double>, farthestRadius: Double, mapping: Mapping
  ) throws(CameraError) {
    guard (2...Self.mostMagnifications).contains(magnifications.count) else {
      throw .radialTable(
        expected: "2 to \(Self.mostMagnifications) magnifications",
        found: "\(magnifications.count)")
    }
    guard magnifications.allSatisfy(\.isFinite), center.x.isFinite, center.y.isFinite else {
      throw .radialTable(expected: "finite numbers", found: "others")
    }
    guard farthestRadius > 0, farthestRadius.isFinite else {
      throw .radialTable(expected: "a farthest radius above 0", found: "\(farthestRadius)")
    }
    for index in magnifications.indices.dropLast() {
      let (a, b) = (magnifications[index], magnifications[index + 1])
      let (i, rise) = (Double(index), b - a)
      guard 1 + a + i * rise > 0, 1 + b + (i + 1) * rise > 0 else {
        throw .radialTable(
          expected: "a radius that grows", found: "magnifications \(a) and \(b) at \(index)")
      }
    }
    self.magnifications = magnifications
    self.center = center
    self.farthestRadius = farthestRadius
    self.mapping = mapping
  }

  /// Where the table leads from a point.
  func value(at start: SIMD2<Double>) -> SIMD2<Double>? {
    let offset = start - center
    let radius = (offset * offset).sum().squareRoot()
    guard radius.isFinite else { return nil }
    let steps = Double(magnifications.count - 1)
    let position = min(radius / farthestRadius, 1) * steps
    let index = min(Int(position), magnifications.count - 2)
    let share = position - Double(index)
    let magnification = magnifications[index] * (1 - share) + magnifications[index + 1] * share
    return center + offset * (1 + magnification)
  }

  /// The point from which the table leads to another one.
  func start(of end: SIMD2<Double>) -> SIMD2<Double>? {
    let offset = end - center
    let radius = (offset * offset).sum().squareRoot()
    guard radius.isFinite else { return nil }
    guard radius > 0 else { return end }
    let step = farthestRadius / Double(magnifications.count - 1)
    let index = segment(reaching: radius / step)
    let first = magnifications[index]
    guard index < magnifications.count - 1 else { return center + offset / (1 + first) }
    // With r = step · (index + t): (index + t)(1 + first + rise·t) is the stretched radius.
    let rise = magnifications[index + 1] - first
    let a = rise
    let b = 1 + first + Double(index) * rise
    let c = Double(index) * (1 + first) - radius / step
    let root = max(0, b * b - 4 * a * c).squareRoot()
    let t = -2 * c / (b + root)
    let found = (Double(index) + t) * step
    return found.isFinite ? center + offset * (found / radius) : nil
  }

  /// The last value of the table that is stretched to no more than a radius, counted in the table's
  /// steps.
  private func segment(reaching radius: Double) -> Int {
    var (lower, upper) = (0, magnifications.count)
    while upper - lower > 1 {
      let middle = (lower + upper) / 2
      if Double(middle) * (1 + magnifications[middle]) <= radius {
        lower = middle
      } else {
        upper = middle
      }
    }
    return lower
  }
}

import LivenessFaces

/// Writes what was measured of the shape of a face.
enum GeometryText {
  /// `plane residual 0.4 mm, a living face has 1.0 mm or more`.
  static func sentence(_ finding: GeometricGate.Finding) -> String {
    let measure = finding.measure
    let found = finding.value.map { "\(number($0, measure)) \(unit(measure))" } ?? "not measured"
    let (low, high) = (finding.limits.lowerBound, finding.limits.upperBound)
    let limits =
      finding.hasUpperLimit
      ? "\(number(low, measure)) to \(number(high, measure)) \(unit(measure))"
      : "\(number(low, measure)) \(unit(measure)) or more"
    return "\(name(measure)) \(found), a living face has \(limits)"
  }

  /// A sentence with the findings that speak for it.
  static func sentence(_ sentence: String, _ findings: [GeometricGate.Finding]) -> String {
    let failing = findings.filter(\.isOfAnotherShape).map(GeometryText.sentence)
    guard !failing.isEmpty else { return sentence }
    return String(sentence.dropLast()) + ": " + failing.joined(separator: "; ") + "."
  }

  private static func name(_ measure: GeometricGate.Measure) -> String {
    switch measure {
    case .depthCoverage: "valid depth"
    case .interOcularDistance: "distance between the pupils"
    case .planeResidual: "distance from a plane"
    case .sharedPlaneResidual: "distance from a plane without noise"
    case .cylinderResidual: "distance from a cylinder"
    }
  }

  private static func unit(_ measure: GeometricGate.Measure) -> String {
    measure == .depthCoverage ? "%" : "mm"
  }

  private static func number(_ value: Double, _ measure: GeometricGate.Measure) -> String {
    measure == .depthCoverage
      ? NumberText.fixed(100 * value, decimals: 0) : NumberText.fixed(1000 * value, decimals: 1)
  }
}

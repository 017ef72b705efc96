/// What the numbers of a depth file stand for.
enum DepthUnitDescription: Sendable, Hashable {
  /// So many metres for one unit.
  case metres(perUnit: Double)
  /// A small range of numbers that stands for a range of distances.
  case mapped(DepthMapping)
  /// Numbers that grow with distance, of unknown scale.
  case relative

  /// Whether a picture that was made for looking at may hold such depth: 8 bits that lost nothing
  /// which its unit promises.
  var isCoarse: Bool {
    if case .metres = self { false } else { true }
  }
}

extension CaptureFields {
  /// The unit of the depth: `metres_per_unit`, `mapping`, or what the calibration says.
  func depthUnit(calibrated: Double?) throws(CaptureError) -> DepthUnitDescription {
    if has("mapping") {
      guard !has("metres_per_unit") else {
        throw wrong(
          "metres_per_unit", expected: "no unit, because there is a mapping", found: "one")
      }
      return .mapped(try object("mapping").depthMapping())
    }
    if let calibrated, !has("metres_per_unit") { return .metres(perUnit: calibrated) }
    return try metresPerUnit("metres_per_unit").map { .metres(perUnit: $0) } ?? .relative
  }

  /// Two raw values, ascending, and the distances they stand for.
  private func depthMapping() throws(CaptureError) -> DepthMapping {
    try allow(["raw", "metres", "kind"])
    let raw = try numbers("raw", count: 2)
    let metres = try numbers("metres", count: 2)
    guard raw[0] < raw[1], abs(raw[0]) <= 1e9, abs(raw[1]) <= 1e9 else {
      throw wrong("raw", expected: "two numbers, the smaller one first", found: "\(raw)")
    }
    guard metres.allSatisfy({ $0 > 0 && $0 <= 1000 }), metres[0] != metres[1] else {
      throw wrong(
        "metres", expected: "two distances above 0 and up to 1000 metres", found: "\(metres)")
    }
    let kind = has("kind") ? try choice("kind", among: ["linear", "inverse"]) : "linear"
    return DepthMapping(
      raw: raw[0]...raw[1], metres: SIMD2(metres[0], metres[1]), isInverse: kind == "inverse")
  }
}

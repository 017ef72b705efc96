import LivenessSensing

/// What the numbers of a depth file stand for.
struct DepthNumbers: Sendable, Hashable {
  /// How depth was packed into a small range of numbers, where it was; the reading is in metres
  /// then.
  let mapping: DepthMapping?
  let reading: DepthReading

  /// Whether 8 bits that a photograph changed a little may hold such depth: its numbers promise no
  /// accuracy that would be lost.
  var isCoarse: Bool { mapping != nil || reading.unit == .relative }
}

extension CaptureFields {
  /// The keys that `depthNumbers` reads.
  static let depthNumberNames = [
    "metres_per_unit", "mapping", "disparity", "invalid", "range_metres", "measures",
  ]

  /// The unit, the holes, the range and the direction of a depth file's numbers; what is left out
  /// is the calibration's, or the camera profile's.
  func depthNumbers(
    calibrated: Double?, profile: DepthReading?
  ) throws(CaptureError) -> DepthNumbers {
    let given = ["metres_per_unit", "mapping", "disparity"].filter(has)
    guard given.count <= 1 else {
      throw wrong(given[1], expected: "one unit, which \(given[0]) gives", found: "another")
    }
    var mapping: DepthMapping?
    let unit: DepthReading.Unit
    switch given.first {
    case "mapping":
      mapping = try object("mapping").depthMapping()
      unit = .metres(perUnit: 1)
    case "disparity": unit = try object("disparity").disparity()
    case nil where calibrated != nil: unit = .metres(perUnit: calibrated ?? 1)
    case nil where profile != nil: unit = profile?.unit ?? .relative
    default: unit = try metresPerUnit("metres_per_unit").map { .metres(perUnit: $0) } ?? .relative
    }
    var invalid = profile?.invalid ?? []
    if profile == nil || has("invalid") {
      invalid = try integers("invalid", in: 0...65_535, atMost: 256).map { UInt16($0) }
    }
    // What a profile says of metres says nothing of relative depth.
    let known = unit == .relative ? nil : profile
    let range = has("range_metres") ? try distances("range_metres") : known?.range
    let meanings = DepthReading.Meaning.allCases
    let meaning =
      has("measures")
      ? DepthReading.Meaning(rawValue: try choice("measures", among: meanings.map(\.rawValue)))
      : known?.meaning
    do {
      return DepthNumbers(
        mapping: mapping,
        reading: try DepthReading(
          unit: unit, invalid: invalid, range: range, meaning: meaning ?? .alongAxis))
    } catch {
      throw CaptureError(code: .wrongValue, message: "\(path): \(error)", file: file)
    }
  }

  private func distances(_ name: String) throws(CaptureError) -> ClosedRange<Double> {
    let metres = try numbers(name, count: 2)
    guard metres[0] >= 0, metres[0] < metres[1], metres[1] <= 1000 else {
      throw wrong(
        name, expected: "two distances from 0 to 1000 metres, the nearer one first",
        found: "\(metres)")
    }
    return metres[0]...metres[1]
  }

  /// Disparities of a rectified pair.
  private func disparity() throws(CaptureError) -> DepthReading.Unit {
    try allow(["pixels_per_unit", "baseline_metres"])
    return .disparity(
      pixelsPerUnit: try number("pixels_per_unit", "a number above 0 and up to 1000") {
        $0 >= 1e-9 && $0 <= 1000
      },
      baseline: try number("baseline_metres", "metres above 0 and up to 10") {
        $0 >= 1e-9 && $0 <= 10
      })
  }

  /// Two raw values, ascending, and the distances they stand for.
  private func depthMapping() throws(CaptureError) -> DepthMapping {
    try allow(["raw", "metres", "kind"])
    let raw = try numbers("raw", count: 2)
    let metres = try numbers("metres", count: 2)
    let kind = has("kind") ? try choice("kind", among: ["linear", "inverse"]) : "linear"
    guard raw[0] < raw[1], abs(raw[0]) <= 1e9, abs(raw[1]) <= 1e9 else {
      throw wrong("raw", expected: "two numbers, the smaller one first", found: "\(raw)")
    }
    guard metres.allSatisfy({ $0 >= 1e-6 && $0 <= 1000 }),
      let mapping = DepthMapping(
        raw: raw[0]...raw[1], metres: SIMD2(metres[0], metres[1]), isInverse: kind == "inverse")
    else {
      throw wrong(
        "metres", expected: "two distances above 0 and up to 1000 metres", found: "\(metres)")
    }
    return mapping
  }
}

import ArgumentParser
import LivenessMedia
import LivenessSensing

/// What an unknown depth file's numbers stand for.
struct DepthOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What one unit of the depth is: m, cm, mm, a number of metres, or relative.",
      valueName: "unit"))
  var unit: String?

  @Option(
    help: ArgumentHelp(
      "Depth that was packed: two raw values, and the metres they stand for.",
      valueName: "raw,raw,m,m"))
  var mapping: NumberList?

  @Flag(help: "With --mapping: the reciprocal of the distance was packed, as in disparities.")
  var inverse = false

  @Option(
    help: ArgumentHelp("Raw values that are holes (default: 0).", valueName: "n,n…"))
  var invalid: NumberList?

  @Option(help: ArgumentHelp("The distances that the sensor can tell.", valueName: "m,m"))
  var range: NumberList?

  @Option(help: "What a distance is measured along: z (the axis) or range (the ray).")
  var measures: String?

  /// The packing, where there is one.
  var packing: DepthMapping? {
    guard let k = mapping?.numbers, k.count == 4, k[0] < k[1] else { return nil }
    return DepthMapping(raw: k[0]...k[1], metres: SIMD2(k[2], k[3]), isInverse: inverse)
  }

  /// The reading that the options describe; what they leave out is that of the kind of camera.
  func reading(of profile: CameraProfile?) throws -> DepthReading {
    let unit =
      try profile.flatMap { self.unit == nil && mapping == nil ? $0.reading.unit : nil }
      ?? metres()
    let known = unit == .relative ? nil : profile?.reading
    do {
      return try DepthReading(
        unit: unit, invalid: holes() ?? profile?.reading.invalid ?? [0],
        range: distances() ?? known?.range, meaning: meaning() ?? known?.meaning ?? .alongAxis)
    } catch let error as FrameError {
      throw ValidationError("\(error)")
    }
  }

  private func metres() throws -> DepthReading.Unit {
    guard mapping == nil else {
      guard unit == nil else { throw ValidationError("--mapping gives metres; leave --unit out.") }
      guard packing != nil else {
        throw ValidationError(
          "--mapping takes two raw values, the smaller one first, and two distances in metres.")
      }
      return .metres(perUnit: 1)
    }
    let names = ["m": 1, "cm": 0.01, "mm": 0.001]
    switch unit {
    case nil:
      throw ValidationError(
        "Say what one unit of the depth is: --unit m, mm, a number of metres, or relative.")
    case "relative": return .relative
    case let name?:
      guard let metres = names[name] ?? Double(name), metres > 0, metres <= 1 else {
        throw ValidationError(
          "--unit is m, cm, mm, a number of metres above 0 and up to 1, or relative, not \(name).")
      }
      return .metres(perUnit: metres)
    }
  }

  private func meaning() throws -> DepthReading.Meaning? {
    try measures.map { word in
      guard let meaning = DepthReading.Meaning(rawValue: word) else {
        throw ValidationError("--measures is z or range, not \(word).")
      }
      return meaning
    }
  }

  private func holes() throws -> [UInt16]? {
    try invalid?.numbers.map { number in
      guard let raw = UInt16(exactly: number) else {
        throw ValidationError("--invalid takes whole numbers from 0 to 65535, not \(number).")
      }
      return raw
    }
  }

  private func distances() throws -> ClosedRange<Double>? {
    guard let metres = range?.numbers else { return nil }
    guard metres.count == 2, metres[0] >= 0, metres[0] < metres[1] else {
      throw ValidationError("--range takes two distances in metres, the nearer one first.")
    }
    return metres[0]...metres[1]
  }
}

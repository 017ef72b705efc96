import LivenessSensing

/// A depth map as a file that gives the same distances when it is read.
struct DepthEncoding {
  let file: CaptureFile
  /// The unit, as `capture.json` has it.
  let unit: String
  /// The raw values that are holes, as `capture.json` has them.
  let invalid: String

  /// Units that sensors have, coarse ones first: a millimetre, a quarter, an eighth, a tenth of one.
  private static let units = [0.001, 0.00025, 0.000125, 0.0001]

  init(_ frame: DepthFrame) throws(CaptureError) {
    let values = frame.values
    let whole =
      frame.scale == .metric
      ? Self.units.lazy.compactMap { unit in
        Self.raw(values, unit).map { (unit, $0) }
      }.first : nil
    if let (unit, raw) = whole {
      let bytes = try PNGFile.encode(width: frame.width, height: frame.height, grey16: raw)
      file = CaptureFile(name: "depth.png", bytes: bytes)
      self.unit = "\(unit)"
      invalid = "[0]"
      return
    }
    let bytes = try NPYFile.encode(width: frame.width, height: frame.height, float32: values)
    file = CaptureFile(name: "depth.npy", bytes: bytes)
    invalid = "[]"
    unit = frame.scale == .metric ? "1" : "\"relative\""
  }

  /// The distances in whole units, 0 for a hole; `nil` where they are not.
  private static func raw(_ values: [Float], _ unit: Double) -> [UInt16]? {
    var raw: [UInt16] = []
    raw.reserveCapacity(values.count)
    for value in values {
      if value.isNaN {
        raw.append(0)
        continue
      }
      guard let number = UInt16(exactly: (Double(value) / unit).rounded()), number > 0,
        number < .max, Float(Double(number) * unit) == value
      else { return nil }
      raw.append(number)
    }
    return raw
  }
}

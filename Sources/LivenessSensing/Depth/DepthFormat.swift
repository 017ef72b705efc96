/// How a depth camera's buffer stores a distance, in the byte order of the machine.
public enum DepthFormat: Sendable, Hashable {
  /// 16-bit unsigned: `distance = raw · metresPerUnit`; the listed raw values are holes.
  case uint16(metresPerUnit: Double, invalid: [UInt16])
  /// 32-bit float in metres; what is not finite is a hole.
  case float32

  /// The bytes from one pixel of a row to the next.
  public var bytesPerPixel: Int {
    switch self {
    case .uint16: 2
    case .float32: 4
    }
  }

  func check() throws(FrameError) {
    if case .uint16(let metresPerUnit, _) = self, !(metresPerUnit > 0 && metresPerUnit.isFinite) {
      throw .unit(frame: "depth", metresPerUnit: metresPerUnit)
    }
  }
}

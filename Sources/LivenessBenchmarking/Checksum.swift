public import LivenessTensors

/// A number that changes with any bit of some tensors.
///
/// FNV-1a, 64 bits (Fowler, Noll and Vo, RFC 9923).
public struct Checksum: Sendable, Hashable, CustomStringConvertible {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Takes the scalars of the tensors, in order.
  public init(of tensors: [Tensor]) {
    for tensor in tensors {
      for scalar in tensor.scalars {
        for shift in stride(from: 0, to: 32, by: 8) {
          state = (state ^ UInt64((scalar.bitPattern >> shift) & 0xFF)) &* 0x100_0000_01B3
        }
      }
    }
  }

  /// Sixteen hexadecimal digits.
  public var description: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

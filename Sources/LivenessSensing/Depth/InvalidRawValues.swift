/// A set of raw values that answers in the same short time, however many there are.
struct InvalidRawValues: Sendable {
  private let words: [UInt64]

  init(_ values: [UInt16]) {
    var words = [UInt64](repeating: 0, count: 1 << 10)
    for value in values { words[Int(value >> 6)] |= 1 << UInt64(value & 63) }
    self.words = words
  }

  func contains(_ value: UInt16) -> Bool {
    words[Int(value >> 6)] & (1 << UInt64(value & 63)) != 0
  }
}

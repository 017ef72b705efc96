/// FNV-1a of 64 bits (Fowler, Noll and Vo), as the recording scripts write it.
public func checksum(_ bytes: [UInt8]) -> String {
  var value: UInt64 = 0xCBF2_9CE4_8422_2325
  for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}

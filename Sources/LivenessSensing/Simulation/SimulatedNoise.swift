/// Noise that follows from a seed, so that the same frame is the same everywhere.
///
/// SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
struct SimulatedNoise: RandomNumberGenerator {
  private var state: UInt64

  /// Begins a sequence of its own for each frame of a seed.
  init(seed: UInt64, frame: Int, stream: UInt64) {
    state =
      seed &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(truncatingIfNeeded: frame) &* 0xD1B5_4A32_D192_ED03
    state ^= stream &* 0x8CB9_2BA7_2F3D_8DD7
    _ = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// From 0 up to, but not including, 1.
  mutating func share() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Nearly normal, mean 0 and deviation 1: four evenly spread numbers added.
  mutating func normal() -> Double {
    (share() + share() + share() + share() - 2) * 3.0.squareRoot()
  }
}

import LivenessLayers
import LivenessTensors

/// Tensors that are the same every time, drawn evenly.
///
/// SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
struct SeededTensors: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func tensor(_ shape: Shape, in range: ClosedRange<Float> = -1...1) -> Tensor {
    Tensor(
      shape: shape, scalars: (0..<shape.count).map { _ in Float.random(in: range, using: &self) })
  }

  /// Parameters of any network, scaled so that its maps stay of order one.
  static let parameters = ParameterScope(path: "") { name, shape in
    var tensors = SeededTensors(seed: name.utf8.reduce(1) { ($0 &* 31) &+ UInt64($1) })
    if name.hasSuffix("running_var") { return tensors.tensor(shape, in: 0.5...1.5) }
    guard shape.rank > 1 else { return tensors.tensor(shape, in: 0.2...0.3) }
    let inputs = Float(shape.count / shape[0])
    let bound = (3 / inputs).squareRoot()
    return tensors.tensor(shape, in: -bound...bound)
  }
}

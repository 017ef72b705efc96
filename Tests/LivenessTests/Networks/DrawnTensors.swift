import LivenessLayers
import LivenessTensors
import TestSupport

/// Parameters and inputs that are drawn by name, as `Tests/Goldens/networks/make_goldens.py` draws
/// them.
enum DrawnTensors {
  /// Numbers from −1 to 1: SplitMix64, seeded with the FNV-1a hash of a name.
  static func numbers(_ name: String, count: Int) -> [Float] {
    let seed = name.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Float(generator.next() >> 40) * 0x1p-23 - 1 }
  }

  /// An input of a network.
  static func input(_ name: String, _ shape: Shape) -> Tensor {
    Tensor(shape: shape, scalars: numbers("input.\(name)", count: shape.count))
  }

  /// A parameter that keeps the numbers on their way at about 1.
  static func parameter(_ name: String, _ shape: Shape) -> Tensor {
    let (center, span): (Float, Float) =
      if shape.rank > 1 {
        (0, (6 / Float(shape.count / shape[0])).squareRoot())
      } else if name.hasSuffix("running_var") {
        (1, 0.5)
      } else {
        name.hasSuffix("weight") ? (1, 0.2) : (0, 0.1)
      }
    return Tensor(
      shape: shape, scalars: numbers(name, count: shape.count).map { center + span * $0 })
  }

  /// A checkpoint that has every parameter.
  static var scope: ParameterScope {
    ParameterScope(path: "") { name, shape in parameter(name, shape) }
  }
}

import LivenessFaces
import LivenessLayers
import LivenessTensors

/// How the 8-bit pixels of a picture become the numbers that a network takes; its card says it.
struct PicturePixels: Sendable {
  /// For each channel of the input, the channel of the image: 0 red, 1 green, 2 blue.
  private let channels: [Int]
  /// For each channel of the input, what stands for each of the 256 samples.
  private let values: [[Float]]

  /// Blue, green, red, 0 to 255, as Minivision's networks take them.
  static let minivision = PicturePixels(
    channels: [2, 1, 0], values: [[Float]](repeating: (0..<256).map(Float.init), count: 3))

  private init(channels: [Int], values: [[Float]]) {
    self.channels = channels
    self.values = values
  }

  private static let colors = ["red", "green", "blue"]

  /// Reads an input of a card: its `content` and its `normalization`.
  ///
  /// - `range`: a sample `v` becomes `low + (high − low) · v / 255`.
  /// - `mean-std`: it becomes `(v − mean) / std`, both for each channel of the input, in samples.
  init(_ input: ModelCard.Input) throws(CheckpointError) {
    guard input.content.sorted() == Self.colors.sorted() else {
      throw .card(
        path: "inputs.\(input.name).content", expected: "red, green and blue in some order",
        found: "\(input.content)")
    }
    channels = input.content.compactMap(Self.colors.firstIndex(of:))
    let fields = input.normalization
    switch try fields.string("kind", in: ["range", "mean-std"]) {
    case "range":
      try fields.refuseUnknown(besides: ["kind", "low", "high"])
      let low = try fields.number("low", in: -1000...1000)
      let high = try fields.number("high", in: -1000...1000)
      values = channels.map { _ in
        (0..<256).map { Float(low + (high - low) * Double($0) / 255) }
      }
    default:
      try fields.refuseUnknown(besides: ["kind", "mean", "std"])
      let mean = try fields.numbers("mean")
      let deviation = try fields.numbers("std")
      guard mean.count == 3, deviation.count == 3, deviation.allSatisfy({ $0 > 0 }) else {
        throw fields.mismatch(
          "std", expected: "three numbers above 0 beside three of mean", found: "\(deviation)")
      }
      values = zip(mean, deviation).map { mean, deviation in
        (0..<256).map { Float((Double($0) - mean) / deviation) }
      }
    }
  }

  /// The planes of the input, `[1, 3, size, size]`, from a picture's samples in the order red, green,
  /// blue.
  func planes(of samples: [UInt8], size: Int) -> Tensor {
    var scalars: [Float] = []
    scalars.reserveCapacity(3 * size * size)
    for (channel, table) in zip(channels, values) {
      for pixel in 0..<size * size { scalars.append(table[Int(samples[3 * pixel + channel])]) }
    }
    return Tensor(shape: [1, 3, size, size], scalars: scalars)
  }
}

import LivenessLayers
import LivenessTensors

/// How pictures become the input of one of a cascade's networks; the card says it.
struct CascadePixels: Sendable, Hashable {
  private let means: [Float]
  private let factor: Float

  /// Reads the `content` and the `normalization` of an input.
  ///
  /// - Throws: `CheckpointError.card`.
  init(_ input: ModelCard.Input) throws(CheckpointError) {
    guard input.content == ["red", "green", "blue"] else {
      throw .card(
        path: "inputs.\(input.name).content", expected: "red, green, blue",
        found: "\(input.content)")
    }
    try input.normalization.require("kind", is: "mean-scale")
    let means = try input.normalization.numbers("mean")
    guard means.count == 3, means.allSatisfy({ abs($0) <= 255 }) else {
      throw input.normalization.mismatch(
        "mean", expected: "3 numbers of -255 to 255", found: "\(means)")
    }
    self.means = means.map(Float.init)
    factor = Float(try input.normalization.number("scale", in: 1e-6...1))
  }

  /// The input, `[N, 3, height, width]`, of pictures of three planes, or one for all channels.
  func tensor(of pictures: [[Float]], height: Int, width: Int) -> Tensor {
    let plane = height * width
    var scalars: [Float] = []
    scalars.reserveCapacity(pictures.count * 3 * plane)
    for picture in pictures {
      for (channel, mean) in means.enumerated() {
        let start = picture.count == plane ? 0 : channel * plane
        for value in picture[start..<start + plane] { scalars.append((value - mean) * factor) }
      }
    }
    return Tensor(shape: [pictures.count, 3, height, width], scalars: scalars)
  }
}

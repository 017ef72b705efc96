package import LivenessFaces
package import LivenessLayers
package import LivenessSensing
import LivenessTensors

/// The classical color-texture system: histograms and a plane, without a neural network.
///
/// The file says how the face is cut out, which radii and window the histograms have, and how the
/// plane's distance becomes a probability.
package struct ColorTextureModel: Sendable {
  /// The name and version, such as `color-texture-rgb 1.0.0`.
  package let name: String
  /// A face is live above this probability.
  package let threshold: Double
  private let scale: Double
  private let size: Int
  private let descriptor: ColorTextureDescriptor
  private let machine: LinearSupportVectorMachine

  /// Reads a model of the kind `color-texture` and checks it against its golden vector.
  package init(_ file: ModelFile) throws(CheckpointError) {
    let card = file.card
    try card.require(kind: "color-texture")
    let crop = try card.fields.object("crop")
    size = try crop.integer("size", in: 16...512)
    scale = try crop.number("scale", in: 0.5...4)
    let input = try card.input("image", channels: 3, size: size)
    guard input.content == ["red", "green", "blue"] else {
      throw input.normalization.mismatch(
        "content", expected: "red, green, blue", found: input.content.joined(separator: ", "))
    }
    try input.normalization.require("kind", is: "range")
    _ = try input.normalization.number("low", in: 0...0)
    _ = try input.normalization.number("high", in: 255...255)
    descriptor = try Self.descriptor(card.fields.object("architecture"), size: size)
    let output = try card.fields.object("output")
    guard card.classes == ["spoof", "live"] else {
      throw output.mismatch(
        "classes", expected: "spoof, live",
        found: card.classes?.joined(separator: ", ") ?? "none")
    }
    let slope = try output.number("slope", in: 1e-6...1e6)
    let intercept = try output.number("intercept", in: -1e6...1e6)
    threshold = try card.fields.number("threshold", in: 0...1)
    name = card.title
    let features = descriptor.count
    machine = try file.build {
      LinearSupportVectorMachine(
        from: $0.scope("svm"), features: features, slope: slope, intercept: intercept)
    }
    try verify(file)
  }

  private static func descriptor(
    _ fields: CardFields, size: Int
  ) throws(CheckpointError) -> ColorTextureDescriptor {
    let radii = try fields.integers("lbp_radii", in: 1...(size - 1) / 2)
    guard (1...8).contains(radii.count) else {
      throw fields.mismatch("lbp_radii", expected: "1 to 8 radii", found: "\(radii.count)")
    }
    let window = try fields.integer("lpq_window", in: 3...size)
    guard !window.isMultiple(of: 2) else {
      throw fields.mismatch("lpq_window", expected: "an odd number", found: "\(window)")
    }
    return ColorTextureDescriptor(radii: radii, window: window)
  }

  private func verify(_ file: ModelFile) throws(CheckpointError) {
    try file.verifyGolden { inputs in
      let images = inputs["image"] ?? Tensor(shape: [0, 3, size, size])
      let plane = size * size
      let described = (0..<images.shape[0]).map { index in
        let planes = (0..<3).map { channel in
          let start = (3 * index + channel) * plane
          return BytePlane(
            width: size, height: size,
            samples: images.scalars[start..<start + plane].map(Self.sample))
        }
        return descriptor.features(
          of: ColorPlanes(red: planes[0], green: planes[1], blue: planes[2]))
      }
      return [
        "features": Tensor(
          shape: [described.count, descriptor.count], scalars: described.flatMap { $0 }),
        "decision": Tensor(
          shape: [described.count, 1], scalars: described.map { Float(machine.decision($0)) }),
      ]
    }
  }

  /// The nearest 8-bit sample; 0 for what is not a number.
  private static func sample(_ value: Float) -> UInt8 {
    value >= 0 ? UInt8(min(value, 255).rounded()) : 0
  }

  /// Judges the face in a box.
  ///
  /// - Returns: The distance from the plane and the probability of a living face.
  package func judge(
    _ image: ImageFrame, face: FaceBox
  ) -> (decision: Double, probability: Double) {
    let crop = FaceCrop(around: face, scale: scale, size: size)
    let planes = crop.color(of: image).map {
      BytePlane(width: size, height: size, samples: $0.map(Self.sample))
    }
    let features = descriptor.features(
      of: ColorPlanes(red: planes[0], green: planes[1], blue: planes[2]))
    let decision = machine.decision(features)
    return (decision, machine.probability(decision: decision))
  }
}

public import LivenessLayers
public import LivenessSensing
import LivenessTensors

/// Finds 478 points on a face, irises included, with a network that a model file of kind
/// `face-landmarks` describes (Kartynnik et al., "Real-time Facial Surface Geometry from Monocular
/// Video", 2019).
public struct FaceLandmarkModel: Sendable {
  /// The number of points.
  public static let pointCount = 478

  /// The name and version, such as `face-landmarks-478 1.0.0`.
  public let name: String
  let input: DetectorInput
  let network: DetectorNetwork
  private let cropScale: Double
  private let size: Int

  /// Reads the card, builds the network and reproduces the golden vector.
  ///
  /// - Throws: `CheckpointError` that says what is wrong with the file.
  public init(_ file: ModelFile) throws {
    let card = file.card
    try card.require(kind: "face-landmarks")
    input = try DetectorInput(card, options: FaceDetectorOptions())
    let image = card.inputs[0]
    let crop = try card.fields.object("crop")
    size = try crop.integer("size", in: image.height...image.height)
    cropScale = try crop.number("scale", in: 0.5...4)
    try card.fields.object("output").require("points", is: "mediapipe-478")
    name = card.title
    let graph = try NetworkGraph(try card.fields.object("architecture"), input: image)
    let shapes = try graph.shapes(height: image.height, width: image.width)
    for (output, channels) in [("points", 3 * Self.pointCount), ("presence", 1)] {
      guard graph.outputs.contains(output),
        shapes.map(named: output) == GraphShapes.Map(channels: channels, height: 1, width: 1)
      else {
        throw card.fields.mismatch(
          "architecture.outputs", expected: "\"\(output)\" of \(channels) numbers",
          found: shapes.map(named: output).map { "\($0)" } ?? "none")
      }
    }
    let network = DetectorNetwork(
      try file.build { GraphNetwork(graph, shapes: shapes, from: $0) })
    try file.verifyGolden { inputs throws(CheckpointError) in
      guard let tensor = inputs[image.name] else { return [:] }
      return try network(tensor, threads: 1)
    }
    self.network = network
  }

  /// Finds the points of the face in a box.
  ///
  /// - Parameters:
  ///   - image: The image, colour.
  ///   - box: The face.
  ///   - threads: The most threads that take part; the points are the same to the bit.
  /// - Returns: The points and how sure the network is; `nil` where the box covers none of the image
  ///   or the network's output is not finite.
  /// - Throws: ``FaceDetectionError/channels(expected:found:)`` where the image is grey.
  public func landmarks(
    on image: ImageFrame, around box: FaceBox, threads: Int = 1
  ) throws -> FaceLandmarks? {
    guard box.isValid, max(box.width, box.height) * cropScale <= Double(FrameError.maximumSide)
    else { return nil }
    let crop = FaceCrop(around: box, scale: cropScale, size: size)
    guard abs(crop.left) <= 1e6, abs(crop.top) <= 1e6 else { return nil }
    let side = max(1, Int(crop.side.rounded()))
    let square = PixelRectangle(
      x: Int(crop.left.rounded()), y: Int(crop.top.rounded()), width: side, height: side)
    guard let patch = FramePatch(of: image, in: square, filling: .black) else { return nil }
    let tensor = try input.tensor(of: patch, plan: InputSizeRule.Plan(height: size, width: size))
    let outputs = try network(tensor, threads: threads)
    guard let points = outputs["points"]?.scalars, let presence = outputs["presence"]?.scalars,
      (points + presence).allSatisfy(\.isFinite)
    else { return nil }
    let step = Double(side) / Double(size)
    let origin = SIMD3(Double(square.x), Double(square.y), 0)
    return FaceLandmarks(
      points: (0..<Self.pointCount).map { index in
        let numbers = (0..<3).map { Double(points[3 * index + $0]) }
        // The network counts in edges, the image in centres of pixels.
        return origin + SIMD3(numbers[0], numbers[1], numbers[2]) * step - SIMD3(0.5, 0.5, 0)
      },
      presence: 1 / (1 + Exponential.of(-Double(presence[0]))))
  }
}

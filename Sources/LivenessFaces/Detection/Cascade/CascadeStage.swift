import LivenessLayers
import LivenessTensors

/// One of the networks of a cascade: what it is shown, and what it says of every place.
struct CascadeStage: Sendable {
  /// What the network says of one place of its input.
  struct Finding: Sendable {
    /// The picture, and the row and column of the network's map.
    let place: (picture: Int, row: Int, column: Int)
    /// How sure it is that a face is there, 0 to 1.
    let score: Double
    /// By how much left, top, right and bottom edge lie beside those of the box, in its sides.
    let offsets: SIMD4<Double>
    /// The points, in sides of the box from its corner.
    let landmarks: [SIMD2<Double>]
  }

  /// The side of the squares that the first network looks at, and their distance, in pixels.
  static let cell = 12
  static let step = 2
  /// The images of a pyramid that the network stays ready for.
  private static let mostLevels = 16

  /// Rows and columns of its input in the file.
  let height, width: Int
  private let name: String
  private let landmarkCount: Int
  private let network: DetectorNetwork
  private let pixels: CascadePixels

  /// Reads an input of a card, and the network of its name in the `architecture`.
  ///
  /// - Parameters:
  ///   - input: The input.
  ///   - card: The card.
  ///   - parameters: The root scope of the parameters.
  ///   - searches: Whether it looks at squares of 12 pixels all over images of any size, rather than
  ///     at the whole of pictures of one size.
  ///   - landmarkCount: The points that the network marks.
  /// - Throws: `CheckpointError.card`.
  init(
    _ input: ModelCard.Input, of card: ModelCard, from parameters: ParameterScope,
    searches: Bool, landmarkCount: Int
  ) throws(CheckpointError) {
    pixels = try CascadePixels(input)
    (name, height, width) = (input.name, input.height, input.width)
    self.landmarkCount = landmarkCount
    let graph = try NetworkGraph(
      card.fields.object("architecture").object(input.name), input: input)
    let shapes = try graph.shapes(height: height, width: width)
    network = DetectorNetwork(
      GraphNetwork(graph, shapes: shapes, from: parameters),
      mostPlans: searches ? Self.mostLevels : 1)
    try requireOutputs(graph, shapes)
    try requireCells(graph, searches: searches)
  }

  /// Every output has its channels, and the extents of the scores.
  private func requireOutputs(
    _ graph: NetworkGraph, _ shapes: GraphShapes
  ) throws(CheckpointError) {
    let extents = shapes.map(named: "\(name).scores")
    let points = landmarkCount > 0 ? [("points", 2 * landmarkCount)] : []
    for (output, channels) in [("scores", 2), ("boxes", 4)] + points {
      let map = shapes.map(named: "\(name).\(output)")
      guard graph.outputs.contains("\(name).\(output)"), map?.channels == channels,
        map?.height == extents?.height, map?.width == extents?.width
      else {
        throw .card(
          path: "architecture.\(name).outputs",
          expected: "\"\(name).\(output)\" of \(channels) channels, as large as the scores",
          found: map.map { "\($0)" } ?? "none")
      }
    }
  }

  /// The network has a map of one place for all that it looks at, and of another one a step further.
  private func requireCells(
    _ graph: NetworkGraph, searches: Bool
  ) throws(CheckpointError) {
    let (cell, further) = (Self.cell, Self.cell + Self.step)
    let sizes = searches ? [(cell, cell, 1), (further, further, 2)] : [(height, width, 1)]
    for (height, width, count) in sizes {
      let map = try graph.shapes(height: height, width: width).map(named: "\(name).scores")
      guard map?.height == count, map?.width == count else {
        throw .card(
          path: "architecture.\(name).steps",
          expected: "a map of \(count)×\(count) for \(height)×\(width) pixels",
          found: map.map { "\($0)" } ?? "none")
      }
    }
  }

  /// What the network gives for its golden input.
  func golden(_ inputs: [String: Tensor]) throws(CheckpointError) -> [String: Tensor] {
    guard let input = inputs[name] else { return [:] }
    return try network(input, threads: 1)
  }

  /// What the network says of some pictures of one size, wherever it is sure enough.
  ///
  /// - Parameters:
  ///   - pictures: `[3, height, width]` each, or one plane for all three channels; 0 to 255.
  ///   - height: Rows of each.
  ///   - width: Columns of each.
  ///   - threshold: The smallest score.
  ///   - threads: The most threads that take part.
  /// - Returns: The findings, picture by picture and row by row.
  /// - Throws: ``FaceDetectionError/notFinite(output:)``;
  ///   ``FaceDetectionError/imageSize(expected:width:height:)`` where the network cannot take them.
  func findings(
    in pictures: [[Float]], height: Int, width: Int, above threshold: Double, threads: Int
  ) throws(FaceDetectionError) -> [Finding] {
    guard !pictures.isEmpty else { return [] }
    let input = pixels.tensor(of: pictures, height: height, width: width)
    let outputs: [String: Tensor]
    do {
      outputs = try network(input, threads: threads)
    } catch {
      throw .imageSize(
        expected: "an image that the network can take: \(error)", width: width, height: height)
    }
    let scores = try map("scores", of: outputs)
    let boxes = try map("boxes", of: outputs)
    let points = landmarkCount > 0 ? try map("points", of: outputs) : nil
    for map in [boxes, points].compactMap({ $0 }) where !map.hasPlaces(of: scores) {
      throw .imageSize(
        expected: "an image at whose size each output of \"\(name)\" is as large as its scores, "
          + "\(scores.extent) rather than \(map.extent)", width: width, height: height)
    }
    return findings(scores, boxes, points, above: threshold)
  }

  private func findings(
    _ scores: CascadeMap, _ boxes: CascadeMap, _ points: CascadeMap?, above threshold: Double
  ) -> [Finding] {
    var findings: [Finding] = []
    for place in scores.places {
      let score = ScoreRule.logistic(scores[place, 1] - scores[place, 0])
      guard score >= threshold else { continue }
      findings.append(
        Finding(
          place: place, score: score,
          offsets: SIMD4(boxes[place, 0], boxes[place, 1], boxes[place, 2], boxes[place, 3]),
          landmarks: points.map { points in
            (0..<landmarkCount).map {
              SIMD2(points[place, $0], points[place, landmarkCount + $0])
            }
          } ?? []))
    }
    return findings
  }

  private func map(
    _ output: String, of outputs: [String: Tensor]
  ) throws(FaceDetectionError) -> CascadeMap {
    guard let map = outputs["\(name).\(output)"], map.scalars.allSatisfy(\.isFinite) else {
      throw .notFinite(output: "\(name).\(output)")
    }
    return CascadeMap(map)
  }
}

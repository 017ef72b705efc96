import LivenessLayers
import LivenessTensors

/// Turns what a network says about its anchors into faces.
///
/// With the anchor's centre `c` and side `a`, both in pixels, and the network's numbers `d`, the
/// centre of the box is `c + centreVariance · a · d` and its side `a · exp(sizeVariance · d)`, or
/// `a · sizeVariance · d` (Liu et al., "SSD", 2016, whose name for the factors this is). A point is
/// found as the centre is.
struct BoxDecoder: Sendable {
  private enum SizeCoding: String, CaseIterable { case exponential, linear }

  /// The grids of anchors.
  let levels: [AnchorLevel]
  private let offset: Double
  private let clipsAnchors: Bool
  private let scoreRule: ScoreRule
  private let centerVariance: Double
  private let sizeVariance: Double
  private let sizeCoding: SizeCoding
  /// The points of each face.
  let landmarkCount: Int
  /// The attributes of each face.
  let attributeCount: Int

  /// Reads a card's `output`.
  ///
  /// - Throws: `CheckpointError.card`.
  init(_ fields: CardFields, graph: NetworkGraph, shapes: GraphShapes) throws(CheckpointError) {
    var levels: [AnchorLevel] = []
    for level in try fields.objects("levels") { levels.append(try AnchorLevel(level)) }
    guard (1...16).contains(levels.count) else {
      throw fields.mismatch("levels", expected: "1 to 16 levels", found: "\(levels.count)")
    }
    self.levels = levels
    offset = try fields.number("centre_offset", in: 0...1)
    clipsAnchors = fields.contains("clips_anchors") ? try fields.boolean("clips_anchors") : false
    scoreRule = try fields.choice("score")
    centerVariance = try fields.number("centre_variance", in: 1e-6...100)
    sizeVariance = try fields.number("size_variance", in: 1e-6...100)
    sizeCoding = try fields.choice("size")
    landmarkCount = fields.contains("landmarks") ? try fields.strings("landmarks").count : 0
    attributeCount =
      fields.contains("attributes") ? try fields.strings("attributes").count : 0
    for (index, level) in levels.enumerated() {
      try require(level, path: "output.levels[\(index)]", graph: graph, shapes: shapes)
    }
  }

  /// The coarsest grid's distance between cells.
  var largestStride: Int { levels.reduce(1) { max($0, $1.stride, $1.verticalStride) } }

  /// Every output has as many channels as its level's anchors need, and the level's extents.
  private func require(
    _ level: AnchorLevel, path: String, graph: NetworkGraph, shapes: GraphShapes
  ) throws(CheckpointError) {
    let (anchors, points) = (level.sizes.count, 2 * landmarkCount)
    var expected = [(level.boxes, anchors * (4 + (level.landmarks == nil ? points : 0)))]
    expected += level.scores.map { ($0, anchors * scoreRule.numbersPerAnchor) }
    if let landmarks = level.landmarks { expected.append((landmarks, anchors * points)) }
    if let attributes = level.attributes { expected.append((attributes, anchors * attributeCount)) }
    guard (attributeCount == 0) == (level.attributes == nil) else {
      throw .card(
        path: "\(path).attributes", expected: "an output of \(attributeCount) attributes",
        found: level.attributes ?? "none")
    }
    guard level.scores.count == scoreRule.outputCount else {
      throw .card(
        path: "\(path).scores", expected: "\(scoreRule.outputCount) outputs",
        found: "\(level.scores.count)")
    }
    let extent = shapes.map(named: level.boxes)
    for (name, channels) in expected {
      guard graph.outputs.contains(name), let map = shapes.map(named: name),
        map.channels == channels, map.height == extent?.height, map.width == extent?.width
      else {
        throw .card(
          path: path, expected: "an output of \(channels) channels as large as the boxes'",
          found: shapes.map(named: name).map { "\"\(name)\", \($0)" } ?? "\"\(name)\"")
      }
    }
  }

  /// The candidates above a score.
  ///
  /// - Parameters:
  ///   - outputs: What the network gave for one image, by name, `[1, channels, height, width]`.
  ///   - input: Rows and columns of the network's input.
  ///   - threshold: The smallest score.
  /// - Returns: The candidates, level by level and cell by cell.
  /// - Throws: ``FaceDetectionError/notFinite(output:)``;
  ///   ``FaceDetectionError/imageSize(expected:width:height:)`` where the outputs of a level are of
  ///   different extents at the size of the input.
  func candidates(
    in outputs: [String: Tensor], input: (height: Int, width: Int), above threshold: Double
  ) throws(FaceDetectionError) -> [FaceCandidate] {
    var candidates: [FaceCandidate] = []
    for level in levels {
      let maps = try LevelMaps(level, in: outputs, input: input)
      for row in 0..<maps.height {
        for column in 0..<maps.width {
          for anchor in level.sizes.indices {
            let cell = (anchor: anchor, row: row, column: column)
            let score = scoreRule.score(of: cell, in: maps.scores)
            guard score >= threshold else { continue }
            let center = SIMD2(
              (Double(column) + offset) * Double(level.stride),
              (Double(row) + offset) * Double(level.verticalStride))
            let candidate = decode(
              maps, cell, score: score,
              anchor: clipped(center: center, side: level.sizes[anchor], to: input))
            guard candidate.isFinite else { throw .notFinite(output: level.boxes) }
            candidates.append(candidate)
          }
        }
      }
    }
    return candidates
  }

  private struct Anchor {
    var center: SIMD2<Double>
    var sides: SIMD2<Double>
  }

  private func clipped(
    center: SIMD2<Double>, side: Double, to input: (height: Int, width: Int)
  ) -> Anchor {
    let extent = SIMD2(Double(input.width), Double(input.height))
    let anchor = Anchor(center: center, sides: SIMD2(side, side))
    guard clipsAnchors else { return anchor }
    return Anchor(
      center: pointwiseMin(anchor.center, extent), sides: pointwiseMin(anchor.sides, extent))
  }

  private func decode(
    _ maps: LevelMaps, _ cell: LevelMaps.Cell, score: Double, anchor: Anchor
  ) -> FaceCandidate {
    let isJoint = maps.landmarks == nil
    let numbers = maps.boxes.numbers(cell, 4 + (isJoint ? 2 * landmarkCount : 0)).map(Double.init)
    func point(_ x: Double, _ y: Double) -> SIMD2<Double> {
      anchor.center + centerVariance * anchor.sides * SIMD2(x, y)
    }
    let center = point(numbers[0], numbers[1])
    let factors = [numbers[2], numbers[3]].map { number in
      sizeCoding == .linear ? number * sizeVariance : Exponential.of(number * sizeVariance)
    }
    let half = anchor.sides * SIMD2(factors[0], factors[1]) / 2
    let points =
      isJoint
      ? Array(numbers[4...])
      : maps.landmarks?.numbers(cell, 2 * landmarkCount).map(Double.init) ?? []
    return FaceCandidate(
      box: SIMD4(lowHalf: center - half, highHalf: center + half), score: score,
      landmarks: (0..<landmarkCount).map { point(points[2 * $0], points[2 * $0 + 1]) },
      attributes: maps.attributes?.numbers(cell, attributeCount).map {
        ScoreRule.logistic(Double($0))
      } ?? [])
  }
}

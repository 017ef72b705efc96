import LivenessTensors

/// What a network said about the anchors of one level.
struct LevelMaps {
  /// An anchor of a cell.
  typealias Cell = (anchor: Int, row: Int, column: Int)

  /// One output, `[1, anchors · numbers, height, width]`.
  struct Map {
    fileprivate let scalars: [Float]
    fileprivate let height: Int
    fileprivate let width: Int

    fileprivate func isAsLarge(as other: Map) -> Bool {
      (height, width) == (other.height, other.width)
    }

    /// One of the numbers of an anchor.
    func number(_ cell: Cell, _ index: Int, of count: Int) -> Float {
      scalars[((cell.anchor * count + index) * height + cell.row) * width + cell.column]
    }

    /// The numbers of one anchor.
    func numbers(_ cell: Cell, _ count: Int) -> [Float] {
      (0..<count).map { number(cell, $0, of: count) }
    }
  }

  let scores: [Map]
  let boxes: Map
  let landmarks: Map?
  let attributes: Map?

  var height: Int { boxes.height }
  var width: Int { boxes.width }

  /// Takes the outputs of a level for an input of given rows and columns.
  ///
  /// - Throws: ``FaceDetectionError/notFinite(output:)``;
  ///   ``FaceDetectionError/imageSize(expected:width:height:)`` where the outputs are of different
  ///   extents at the size of this input.
  init(
    _ level: AnchorLevel, in outputs: [String: Tensor], input: (height: Int, width: Int)
  ) throws(FaceDetectionError) {
    boxes = try Self.map(level.boxes, in: outputs)
    var scores: [Map] = []
    for name in level.scores { scores.append(try Self.map(name, in: outputs)) }
    self.scores = scores
    landmarks =
      if let name = level.landmarks { try Self.map(name, in: outputs) } else { nil }
    attributes =
      if let name = level.attributes { try Self.map(name, in: outputs) } else { nil }
    for map in scores + [landmarks, attributes].compactMap({ $0 }) where !map.isAsLarge(as: boxes) {
      throw .imageSize(
        expected: "an input at whose size each output of a level is as large as its boxes, "
          + "\(boxes.height)×\(boxes.width) rather than \(map.height)×\(map.width)",
        width: input.width, height: input.height)
    }
  }

  private static func map(
    _ name: String, in outputs: [String: Tensor]
  ) throws(FaceDetectionError) -> Map {
    guard let tensor = outputs[name], tensor.scalars.allSatisfy(\.isFinite) else {
      throw .notFinite(output: name)
    }
    return Map(scalars: tensor.scalars, height: tensor.shape[2], width: tensor.shape[3])
  }
}

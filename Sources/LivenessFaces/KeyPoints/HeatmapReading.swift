import LivenessLayers
import LivenessTensors

/// Where the points are that heatmaps show: for each the mean place of its map's cells, weighted by the
/// softmax over the map (Sun et al., "Integral Human Pose Regression", 2018).
struct HeatmapReading: Sendable {
  /// Pixels of the crop from one cell to the next.
  private let stride: Double
  /// Cells of a map that lie before the crop's first pixel, along either axis.
  private let margin: Double

  /// Reads `output.heatmaps` of a card.
  init(_ fields: CardFields) throws(CheckpointError) {
    stride = Double(try fields.integer("stride", in: 1...KeyPointNetwork.inputSize))
    margin = Double(try fields.integer("margin", in: 0...KeyPointNetwork.inputSize))
  }

  /// The points of one crop.
  ///
  /// **Shape** `[1, points, rows, columns]`. **Units** pixels of the crop, whose first has its centre
  /// at 0.
  ///
  /// - Returns: The points; `nil` where a number is not finite.
  func points(in maps: Tensor) -> [SIMD2<Double>]? {
    let (rows, columns) = (maps.shape[2], maps.shape[3])
    let scalars = maps.scalars
    guard scalars.allSatisfy(\.isFinite) else { return nil }
    return (0..<maps.shape[1]).map { map in
      let first = map * rows * columns
      let cell = Self.mean(of: scalars[first..<first + rows * columns], columns: columns)
      return (cell - margin + 0.5) * stride - 0.5
    }
  }

  /// The mean column and row of a map, in cells.
  private static func mean(of cells: ArraySlice<Float>, columns: Int) -> SIMD2<Double> {
    let weights = Exponential.ofEach(cells, less: cells.reduce(-Float.infinity, max))
    var (total, sum) = (0.0, SIMD2<Double>.zero)
    for row in 0..<weights.count / columns {
      var (inRow, along) = (Float.zero, Float.zero)
      for column in 0..<columns {
        let weight = weights[row * columns + column]
        inRow += weight
        along += weight * Float(column)
      }
      total += Double(inRow)
      sum += SIMD2(Double(along), Double(inRow) * Double(row))
    }
    return sum / total
  }
}

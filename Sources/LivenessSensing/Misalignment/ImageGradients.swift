/// How an image changes from place to place of a grid, with a border around it; strong edges count
/// alike.
struct ImageGradients {
  /// Places on every side of the grid.
  static let border = ComparisonGrid.reach + 3
  let side: Int
  let values: [SIMD2<Float>]

  init(of image: ImageFrame, on grid: ComparisonGrid) {
    let side = grid.count + 2 * Self.border
    let smooth = PlaneMap(side: side, values: Self.grey(of: image, on: grid))
      .summed(radius: 1).summed(radius: 1)
    var gradients: [SIMD2<Float>] = []
    gradients.reserveCapacity(side * side)
    var sum: Float = 0
    for y in 0..<side {
      for x in 0..<side {
        let gradient = smooth.gradient(x, y)
        gradients.append(gradient)
        sum += (gradient * gradient).sum().squareRoot()
      }
    }
    let strong = max(2 * sum / Float(side * side), .leastNormalMagnitude)
    self.side = side
    values = gradients.map { $0 / max(($0 * $0).sum().squareRoot(), strong) }
  }

  /// The sum of the samples around each place, which stand as far apart as the pixels do, or at
  /// most a quarter of a step.
  private static func grey(of image: ImageFrame, on grid: ComparisonGrid) -> [Float] {
    let samples = Int(min(4, grid.step.rounded(.up)))
    let offsets = (0..<samples).map {
      (Double($0) + 0.5) * grid.step / Double(samples) - grid.step / 2
    }
    let columns = offsets.map { offset in
      grid.columns(border: border, offset: offset).map { max(0, min(image.width - 1, $0)) }
    }
    let rows = offsets.map { offset in
      grid.rows(border: border, offset: offset).map { max(0, min(image.height - 1, $0)) }
    }
    let side = grid.count + 2 * border
    var sums = [Float](repeating: 0, count: side * side)
    for row in rows {
      for y in 0..<side {
        let line = image.samples(row: row[y], columns: 0..<image.width)
        for column in columns {
          for x in 0..<side {
            for channel in 0..<image.channels {
              sums[y * side + x] += Float(line[column[x] * image.channels + channel])
            }
          }
        }
      }
    }
    return sums
  }
}

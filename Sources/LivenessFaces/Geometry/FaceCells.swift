import LivenessSensing

/// The surface of a face as one point in space for each cell of a grid over it.
struct FaceCells {
  private struct Cell {
    var sum = SIMD2<Double>.zero
    var depths: [Float] = []
    var covered = 0
  }

  /// The points, in metres, in the camera's coordinates.
  let points: [SIMD3<Double>]
  /// The cell that each point stands for, row by row.
  let places: [Int]
  /// Cells in a row of the grid; the last pixels of a full side begin a cell of their own.
  static let across = FaceGeometry.gridSize + 1
  /// Of a larger face not every pixel is looked at.
  private static let mostPixels = 112.0
  /// The spread of a pixel's depth about its neighbours in the row, in metres.
  let roughness: Double

  /// Gathers the cells within a closed polygon; `nil` where it covers no pixel.
  init?(within outline: [SIMD2<Double>], of depth: DepthFrame, camera: CameraModel) {
    let (xs, ys) = (outline.map(\.x), outline.map(\.y))
    guard let left = xs.min(), let right = xs.max(), let top = ys.min(), let bottom = ys.max(),
      (right - left).isFinite, (bottom - top).isFinite
    else { return nil }
    let side = max(right - left, bottom - top) / Double(FaceGeometry.gridSize)
    guard side > 0 else { return nil }
    let across = Self.across
    let step = max(1, Int(min((side * Double(FaceGeometry.gridSize) / Self.mostPixels), 1e4)))
    var cells = [Cell](repeating: Cell(), count: across * across)
    var curvatures: [Float] = []
    let first = max(0, min(top.rounded(.up), Double(depth.height)))
    for y in stride(from: Int(first), to: depth.height, by: step) where Double(y) <= bottom {
      let rowOfCells = min(Int((Double(y) - top) / side), across - 1) * across
      for range in FaceDepth.spans(of: outline, atRow: Double(y), width: depth.width) {
        let row = depth.distances(row: y, columns: range)
        for index in stride(from: 0, to: row.count, by: step) {
          let value = row[index]
          let pixel = SIMD2(Double(range.lowerBound + index), Double(y))
          let cell = rowOfCells + max(0, min(Int((pixel.x - left) / side), across - 1))
          cells[cell].covered += 1
          guard !value.isNaN else { continue }
          cells[cell].sum += pixel
          cells[cell].depths.append(value)
          guard index > 0, index + 1 < row.count else { continue }
          let curvature = abs(row[index - 1] - 2 * value + row[index + 1])
          if curvature.isFinite { curvatures.append(curvature) }
        }
      }
    }
    guard cells.contains(where: { $0.covered > 0 }) else { return nil }
    let found = cells.enumerated().compactMap { place, cell -> (SIMD3<Double>, Int)? in
      guard cell.depths.count >= 3, 2 * cell.depths.count >= cell.covered else { return nil }
      let median = cell.depths.sorted()[cell.depths.count / 2]
      return camera.deproject(cell.sum / Double(cell.depths.count), depth: Double(median))
        .map { ($0, place) }
    }
    points = found.map(\.0)
    places = found.map(\.1)
    // Three independent pixels, weighed 1, −2 and 1; 1.4826 takes a median to a deviation.
    let middle = curvatures.sorted().dropFirst(curvatures.count / 2).first ?? 0
    roughness = 1.4826 * Double(middle) / 6.0.squareRoot()
  }
}

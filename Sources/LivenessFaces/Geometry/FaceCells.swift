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
    var cells: [SIMD2<Int>: Cell] = [:]
    var curvatures: [Float] = []
    for y in 0..<depth.height {
      for range in FaceDepth.spans(of: outline, atRow: Double(y), width: depth.width) {
        let row = depth.distances(row: y, columns: range)
        for (index, value) in row.enumerated() {
          let pixel = SIMD2(Double(range.lowerBound + index), Double(y))
          let place = (pixel - SIMD2(left, top)) / side
          let key = SIMD2(Int(place.x), Int(place.y))
          cells[key, default: Cell()].covered += 1
          guard !value.isNaN else { continue }
          cells[key, default: Cell()].sum += pixel
          cells[key, default: Cell()].depths.append(value)
          guard index > 0, index + 1 < row.count else { continue }
          let curvature = abs(row[index - 1] - 2 * value + row[index + 1])
          if curvature.isFinite { curvatures.append(curvature) }
        }
      }
    }
    guard !cells.isEmpty else { return nil }
    points = cells.sorted { ($0.key.y, $0.key.x) < ($1.key.y, $1.key.x) }.compactMap { _, cell in
      guard cell.depths.count >= 3, 2 * cell.depths.count >= cell.covered else { return nil }
      let median = cell.depths.sorted()[cell.depths.count / 2]
      return camera.deproject(cell.sum / Double(cell.depths.count), depth: Double(median))
    }
    // Three independent pixels, weighed 1, −2 and 1; 1.4826 takes a median to a deviation.
    let middle = curvatures.sorted().dropFirst(curvatures.count / 2).first ?? 0
    roughness = 1.4826 * Double(middle) / 6.0.squareRoot()
  }
}

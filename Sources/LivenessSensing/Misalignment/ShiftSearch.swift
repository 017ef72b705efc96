/// Looks for the shift at which an outline crosses an image's gradients best.
struct ShiftSearch {
  private static let reach = ComparisonGrid.reach
  private let starts: [Int]
  private let normals: [SIMD2<Float>]
  private let gradients: ImageGradients

  init(_ outline: DepthOutline, _ gradients: ImageGradients) {
    starts = outline.places.map {
      ($0.y + ImageGradients.border) * gradients.side + $0.x + ImageGradients.border
    }
    normals = outline.normals
    self.gradients = gradients
  }

  /// The mean over the outline of how much of the image's gradient runs across it.
  private func agreement(_ dx: Int, _ dy: Int) -> Float {
    let offset = dy * gradients.side + dx
    let values = gradients.values.span
    let (starts, normals) = (starts.span, normals.span)
    var sum: Float = 0
    for i in starts.indices {
      let product = values[starts[i] + offset] * normals[i]
      sum += abs(product.x + product.y)
    }
    return sum / Float(starts.count)
  }

  /// The best shift: every second one is tried, then the neighbours of the best.
  func best(step: Double) -> Misalignment {
    var best = (dx: 0, dy: 0, agreement: agreement(0, 0))
    let inPlace = best.agreement
    var (sum, squares, count) = (Float(0), Float(0), Float(0))
    for dy in stride(from: -Self.reach, through: Self.reach, by: 2) {
      for dx in stride(from: -Self.reach, through: Self.reach, by: 2) {
        let found = agreement(dx, dy)
        (sum, squares, count) = (sum + found, squares + found * found, count + 1)
        if found > best.agreement { best = (dx, dy, found) }
      }
    }
    for dy in max(-Self.reach, best.dy - 1)...min(Self.reach, best.dy + 1) {
      for dx in max(-Self.reach, best.dx - 1)...min(Self.reach, best.dx + 1) {
        let found = agreement(dx, dy)
        if found > best.agreement { best = (dx, dy, found) }
      }
    }
    let mean = sum / count
    let deviation = max(0, squares / count - mean * mean).squareRoot()
    return Misalignment(
      shift: SIMD2(Double(best.dx), Double(best.dy)) * step, agreement: Double(best.agreement),
      agreementInPlace: Double(inPlace),
      prominence: deviation > 0 ? Double((best.agreement - mean) / deviation) : 0,
      isInside: max(abs(best.dx), abs(best.dy)) < Self.reach)
  }
}

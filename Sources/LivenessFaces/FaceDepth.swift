public import LivenessSensing

/// What the aligned depth map says about a face, measured at its key points.
public struct FaceDepth: Sendable, Hashable {
  /// The share of the pixels within the face's outline that have a valid depth, 0 to 1; 0 where the
  /// outline covers no pixel.
  public let coverage: Double
  /// The distance between the pupils in three dimensions, in metres; `nil` where the camera is
  /// unknown, the depth is relative, or an eye has no valid depth.
  public let interOcularDistance: Double?
  /// How much of that distance lies along the view, 0 to 1, whatever unit the depth has: the sine of the
  /// angle by which the head is turned, or more where one eye is covered; `nil` where there is no distance.
  public let eyeLineSteepness: Double?

  /// Measures a face.
  ///
  /// - Parameters:
  ///   - keyPoints: The key points in pixels of the image.
  ///   - frames: Depth and image on one grid.
  public init(of keyPoints: FaceKeyPoints, in frames: AlignedFrames) {
    coverage = FaceDepth.coverage(of: keyPoints.outline, in: frames.depth)
    let line = FaceDepth.eyeLine(of: keyPoints, in: frames)
    let length = line.map { ($0 * $0).sum().squareRoot() }
    interOcularDistance = length
    eyeLineSteepness = line.flatMap { line in
      length.flatMap { $0 > 0 ? min(abs(line.z) / $0, 1) : nil }
    }
  }

  /// Counts pixels within a closed polygon, row by row, by the even-odd rule.
  private static func coverage(of outline: [SIMD2<Double>], in depth: DepthFrame) -> Double {
    var covered = 0
    var valid = 0
    for y in 0..<depth.height {
      for range in spans(of: outline, atRow: Double(y), width: depth.width) {
        covered += range.count
        valid += depth.distances(row: y, columns: range).count { !$0.isNaN }
      }
    }
    return covered == 0 ? 0 : Double(valid) / Double(covered)
  }

  /// The pixels of one row within a closed polygon.
  static func spans(
    of outline: [SIMD2<Double>], atRow y: Double, width: Int
  ) -> [Range<Int>] {
    var crossings: [Double] = []
    for (index, start) in outline.enumerated() {
      let end = outline[(index + 1) % outline.count]
      guard (start.y > y) != (end.y > y) else { continue }
      crossings.append(start.x + (y - start.y) / (end.y - start.y) * (end.x - start.x))
    }
    guard crossings.allSatisfy(\.isFinite) else { return [] }
    crossings.sort()
    return stride(from: 0, to: crossings.count - 1, by: 2).compactMap { index in
      let first = max(0, min(crossings[index].rounded(.up), Double(width)))
      let last = max(0, min(crossings[index + 1].rounded(.up), Double(width)))
      return first < last ? Int(first)..<Int(last) : nil
    }
  }

  /// From the right pupil to the left one, in metres.
  private static func eyeLine(
    of keyPoints: FaceKeyPoints, in frames: AlignedFrames
  ) -> SIMD3<Double>? {
    guard frames.depth.scale == .metric, let camera = frames.image.camera ?? frames.depth.camera
    else { return nil }
    let contours = keyPoints[.eyeContours]
    guard contours.count == 12 else { return nil }
    let eyes = [contours.prefix(6), contours.suffix(6)].compactMap { contour -> SIMD3<Double>? in
      guard let depth = medianDepth(around: contour, in: frames.depth) else { return nil }
      let center = contour.reduce(.zero, +) / Double(contour.count)
      return camera.deproject(center, depth: depth)
    }
    return eyes.count == 2 ? eyes[1] - eyes[0] : nil
  }

  /// The median of the valid depths in the rectangle around an eye's contour, widened by its height.
  private static func medianDepth(
    around contour: ArraySlice<SIMD2<Double>>, in depth: DepthFrame
  ) -> Double? {
    guard contour.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else { return nil }
    let xs = contour.map(\.x)
    let ys = contour.map(\.y)
    guard let left = xs.min(), let right = xs.max(), let top = ys.min(), let bottom = ys.max()
    else { return nil }
    let margin = max(1, bottom - top)
    let columns = pixels(from: left, to: right, below: depth.width)
    let rows = pixels(from: top - margin, to: bottom + margin, below: depth.height)
    let valid = rows.flatMap { y in columns.map { depth[$0, y] } }.filter { !$0.isNaN }.sorted()
    return valid.isEmpty ? nil : Double(valid[(valid.count - 1) / 2])
  }

  private static func pixels(from lower: Double, to upper: Double, below count: Int) -> Range<Int> {
    let first = Int(max(0, min(lower.rounded(), Double(count))))
    let end = Int(max(0, min(upper.rounded() + 1, Double(count))))
    return first..<max(first, end)
  }
}

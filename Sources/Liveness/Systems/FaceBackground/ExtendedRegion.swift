import LivenessFaces

/// The whole pixels of an extended region; they may lie beyond the frame where it is padded.
struct ExtendedRegion: Sendable, Hashable {
  /// Columns of the frame.
  let columns: Range<Int>
  /// Rows of the frame.
  let rows: Range<Int>

  /// The same as a rectangle.
  var rectangle: PixelRectangle {
    PixelRectangle(
      x: columns.lowerBound, y: rows.lowerBound, width: columns.count, height: rows.count)
  }

  /// Extends a face box on a frame of a given size.
  ///
  /// - Precondition: The box is valid and touches the frame.
  init(
    around face: FaceBox, extending amount: RegionExtension, policy: BorderPolicy, width: Int,
    height: Int
  ) {
    let across = 1 + amount.left + amount.right
    let down = 1 + amount.up + amount.down
    // With the larger of both as the scale, equal sides follow the published rule to the bit.
    let largest = max(across, down)
    var scale = largest
    if policy == .shift {
      scale = min(
        Double(height - 1) / face.height * (largest / down),
        Double(width - 1) / face.width * (largest / across), largest)
    }
    columns = Self.extent(
      from: face.x, side: face.width, length: face.width * scale * (across / largest),
      before: (0.5 + amount.left) / across, policy: policy, limit: width)
    rows = Self.extent(
      from: face.y, side: face.height, length: face.height * scale * (down / largest),
      before: (0.5 + amount.up) / down, policy: policy, limit: height)
  }

  /// The share of its pixels that lie on a frame of the given size and beside a mask, 0 to 1.
  func share(onWidth width: Int, height: Int, beside mask: ExtendedRegion?) -> Double {
    let (across, down) = (columns.clamped(to: 0..<width), rows.clamped(to: 0..<height))
    var shown = across.count * down.count
    if let mask {
      shown -= across.clamped(to: mask.columns).count * down.clamped(to: mask.rows).count
    }
    return Double(shown) / Double(columns.count * rows.count)
  }

  /// The pixels along one axis, the last one included as the published rule does; `before` is the
  /// share of the length that lies before the middle of the face.
  private static func extent(
    from start: Double, side: Double, length: Double, before: Double, policy: BorderPolicy,
    limit: Int
  ) -> Range<Int> {
    let middle = side / 2 + start
    var first = middle - length * before
    var last = middle + length * (1 - before)
    let edge = Double(limit - 1)
    if policy == .shift {
      if first < 0 {
        last -= first
        first = 0
      }
      if last > edge {
        first -= last - Double(limit) + 1
        last = edge
      }
    }
    let reach = policy == .pad ? -4 * edge - 4...5 * edge + 5 : 0...edge
    // Towards zero, as the published rule truncates.
    let low = Int(min(max(first, reach.lowerBound), reach.upperBound))
    return low..<max(low, Int(min(max(last, reach.lowerBound), reach.upperBound))) + 1
  }
}

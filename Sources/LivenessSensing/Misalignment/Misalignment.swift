/// How far the depth map lies beside the image, judged from the two alone.
///
/// The outline of what stands near in the depth map is laid over the edges of the image, shifted by
/// every step within a window; where the edges cross the image's gradients best, depth and image
/// agree.
///
/// **Units** pixels of the image.
public struct Misalignment: Sendable, Hashable {
  /// By how much the depth map must move to fit the image: x right, y down.
  public let shift: SIMD2<Double>
  /// The agreement after that shift, 0 to 1.
  public let agreement: Double
  /// The agreement as the frames are, 0 to 1.
  public let agreementInPlace: Double
  /// How many standard deviations the best agreement lies above that of all shifts.
  public let prominence: Double
  /// Whether the best shift lies within the window, rather than at its border.
  let isInside: Bool

  /// The length of the shift.
  public var distance: Double { (shift * shift).sum().squareRoot() }

  /// Whether the frames would agree so much better elsewhere that they lie beside each other.
  ///
  /// It takes a shift of some 3 % of the compared thing's extent to be certain. Where this does not
  /// hold, nothing is known against the alignment.
  public var isCertain: Bool {
    isInside && prominence >= Self.smallestProminence && agreement >= Self.smallestAgreement
      && agreement >= Self.smallestGain * agreementInPlace
  }

  private static let smallestProminence = 3.3
  private static let smallestAgreement = 0.5
  private static let smallestGain = 1.1
}

extension AlignedFrames {
  /// Estimates how far the depth map lies beside the image around something near, such as a face.
  ///
  /// - Parameters:
  ///   - center: The middle of what stands near, in pixels of the image.
  ///   - size: Its larger extent in pixels; shifts of a fifth of it, and of at least 24 pixels, are
  ///     looked at.
  ///
  /// - Returns: The best shift; `nil` where the depth is relative, or shows no outline around the
  ///   place that could be compared, and where the size is below 8 or above a million pixels.
  public func misalignment(around center: SIMD2<Double>, size: Double) -> Misalignment? {
    guard depth.scale == .metric, ComparisonGrid.sizes.contains(size), center.x.isFinite,
      center.y.isFinite
    else { return nil }
    let grid = ComparisonGrid(around: center, size: size)
    guard let outline = DepthOutline(of: depth, on: grid) else { return nil }
    let gradients = ImageGradients(of: image, on: grid)
    return ShiftSearch(outline, gradients).best(step: grid.step)
  }

  /// The frames with the depth map moved by whole pixels; what it leaves behind is a hole.
  public func shifted(by shift: SIMD2<Int>) -> AlignedFrames {
    if shift == .zero { return self }
    let (width, height) = (depth.width, depth.height)
    let hole = [Float](repeating: .nan, count: width)
    var values: [Float] = []
    values.reserveCapacity(width * height)
    for y in 0..<height {
      let source = y.subtractingReportingOverflow(shift.y).partialValue
      guard (0..<height).contains(source), shift.x.magnitude < width.magnitude else {
        values += hole
        continue
      }
      let kept = depth.distances(
        row: source, columns: max(0, -shift.x)..<min(width, width - shift.x))
      values += hole.prefix(max(0, shift.x)) + kept + hole.prefix(max(0, -shift.x))
    }
    let moved = DepthFrame(
      width: width, height: height, checked: values, invalid: depth.invalidPixels,
      scale: depth.scale, camera: depth.camera)
    return AlignedFrames(aligned: moved, image, mask: imageMask)
  }
}

/// How far apart neighbouring depth pixels on one surface may be.
struct SurfaceStep: Sendable {
  /// The largest difference, as a share of the nearer distance.
  private let largest: Float

  init(for camera: CameraModel) {
    let pixelAngle = 1 / min(camera.focalX, camera.focalY)
    largest = Float(max(Self.smallest, Self.steepestSlope * pixelAngle))
  }

  /// A step of 2 % is within a sensor's noise.
  private static let smallest = 0.02
  /// A surface is followed up to the tangent of 76 degrees from facing the depth camera.
  private static let steepestSlope = 4.0

  /// Whether two neighbours lie on one surface; never with a hole.
  @inline(__always)
  func joins(_ distance: Float, _ other: Float) -> Bool {
    abs(other - distance) <= largest * min(other, distance)
  }

  /// Whether four neighbours lie on the surface of each pixel; never with a hole among them.
  @inline(__always)
  func joins(
    _ distances: PixelLanes, _ left: PixelLanes, _ right: PixelLanes, _ up: PixelLanes,
    _ down: PixelLanes
  ) -> SIMDMask<SIMD4<Int32>> {
    let nearest = left.minimum(with: right).minimum(with: up.minimum(with: down))
    let farthest = left.maximum(with: right).maximum(with: up.maximum(with: down))
    let sum = left + right + (up + down)
    return (distances - nearest .<= largest * nearest)
      .& (farthest - distances .<= largest * distances) .& (sum .== sum)
  }
}

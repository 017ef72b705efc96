/// The rays of a camera's pixels in another camera's directions, with a border of one pixel; not a
/// number where the lens model sends none.
struct RayField: Sendable {
  /// Where the rays meet the plane at distance 1, in the camera's own directions.
  private enum Plane: Sendable {
    /// By columns and by rows: without a lens, they are straight.
    case straight(x: [Float], y: [Float])
    /// By pixels, row after row.
    case bent(x: [Float], y: [Float])
  }

  private let plane: Plane
  private let stride: Int
  private let right: SIMD3<Float>
  private let down: SIMD3<Float>
  private let forward: SIMD3<Float>

  init(of camera: CameraModel, turnedBy transform: RigidTransform) {
    stride = (camera.width + 2).roundedUpToPixelLanes
    right = SIMD3<Float>(transform.rotate(SIMD3(1, 0, 0)))
    down = SIMD3<Float>(transform.rotate(SIMD3(0, 1, 0)))
    forward = SIMD3<Float>(transform.rotate(SIMD3(0, 0, 1)))
    plane =
      camera.lens == .pinhole
      ? Self.straightRays(of: camera, stride) : Self.bentRays(of: camera, stride)
  }

  private static func straightRays(of camera: CameraModel, _ stride: Int) -> Plane {
    .straight(
      x: (-1..<stride - 1).map { Float((Double($0) - camera.centerX) / camera.focalX) },
      y: (-1...camera.height).map { Float((Double($0) - camera.centerY) / camera.focalY) })
  }

  /// From the rays of two rows follows an estimate of those of the next one.
  private static func bentRays(of camera: CameraModel, _ stride: Int) -> Plane {
    let count = stride * (camera.height + 2)
    var x: [Float] = []
    var y: [Float] = []
    x.reserveCapacity(count)
    y.reserveCapacity(count)
    var current = [SIMD2<Double>](repeating: SIMD2(repeating: .nan), count: stride)
    var previous = current
    for row in -1...camera.height {
      for index in current.indices {
        let pixel = SIMD2(Double(index - 1), Double(row))
        let estimate = current[index] + (current[index] - previous[index])
        let ray = camera.ray(through: pixel, near: estimate) ?? SIMD2(repeating: .nan)
        previous[index] = current[index]
        current[index] = ray
        x.append(Float(ray.x))
        y.append(Float(ray.y))
      }
    }
    return .bent(x: x, y: y)
  }

  /// Writes a row of rays; the rows −1 and the height are those of the border.
  func write(_ row: Int, to points: inout SeenPoints) {
    switch plane {
    case .straight(let x, let y):
      let b = PixelLanes(repeating: y[row + 1])
      write(to: &points) { unsafe (x.span.lanes(at: $0), b) }
    case .bent(let x, let y):
      let start = (row + 1) * stride
      write(to: &points) { unsafe (x.span.lanes(at: start &+ $0), y.span.lanes(at: start &+ $0)) }
    }
  }

  @inline(__always)
  private func write(
    to points: inout SeenPoints, _ ray: (_ index: Int) -> (a: PixelLanes, b: PixelLanes)
  ) {
    let (x, y, z) = (points.start(of: .rayX), points.start(of: .rayY), points.start(of: .rayZ))
    precondition(stride <= points.stride, "there is space for \(points.stride) rays of \(stride)")
    var numbers = points.numbers.mutableSpan
    for index in Swift.stride(from: 0, to: stride, by: PixelLanes.scalarCount) {
      let (a, b) = ray(index)
      unsafe numbers.set(right.x * a + (down.x * b + forward.x), at: x &+ index)
      unsafe numbers.set(right.y * a + (down.y * b + forward.y), at: y &+ index)
      unsafe numbers.set(right.z * a + (down.z * b + forward.z), at: z &+ index)
    }
  }
}

/// The ray of each pixel of a camera in another camera's directions, with a border of one pixel;
/// not a number where the lens model sends none.
struct RayTable: Sendable {
  private let stride: Int
  private let shift: SIMD3<Float>
  private var x: [Float] = []
  private var y: [Float] = []
  private var z: [Float] = []

  init(of camera: CameraModel, seenThrough transform: RigidTransform) {
    stride = camera.width + 2
    shift = SIMD3<Float>(transform.translation)
    let count = stride * (camera.height + 2)
    x.reserveCapacity(count)
    y.reserveCapacity(count)
    z.reserveCapacity(count)
    let right = transform.rotate(SIMD3(1, 0, 0))
    let down = transform.rotate(SIMD3(0, 1, 0))
    let forward = transform.rotate(SIMD3(0, 0, 1))
    var rows = RayRows(camera)
    for row in -1...camera.height {
      rows.advance(to: row)
      for ray in rows.current {
        let turned = right * ray.x + down * ray.y + forward
        x.append(Float(turned.x))
        y.append(Float(turned.y))
        z.append(Float(turned.z))
      }
    }
  }

  /// The point on a pixel's ray at a distance from its camera; the border's pixels count as well.
  func point(_ column: Int, _ row: Int, at distance: Float) -> SpacePoint {
    let index = (row + 1) * stride + column + 1
    return (
      x[index] * distance + shift.x, y[index] * distance + shift.y, z[index] * distance + shift.z
    )
  }

  /// Hands out the points of a row's pixels, one after the other, with their distances.
  @inline(__always)
  func forEachPoint(
    ofRow row: Int, at distances: Span<Float>,
    _ body: (_ column: Int, _ distance: Float, _ point: SpacePoint) -> Void
  ) {
    let start = (row + 1) * stride + 1
    let x = x.span.extracting(start..<start + distances.count)
    let y = y.span.extracting(start..<start + distances.count)
    let z = z.span.extracting(start..<start + distances.count)
    for i in distances.indices {
      let distance = distances[i]
      body(
        i, distance,
        (x[i] * distance + shift.x, y[i] * distance + shift.y, z[i] * distance + shift.z))
    }
  }
}

/// A point in a camera's coordinates in metres; a tuple, because the compiler takes several of them
/// at once where it would not for a vector.
typealias SpacePoint = (x: Float, y: Float, z: Float)

/// A pixel of an image and the distance of what appears there.
typealias SeenPoint = (x: Float, y: Float, z: Float)

/// The rays of a camera, row after row from the border on; from two rows follows an estimate of the
/// next one.
private struct RayRows {
  private let camera: CameraModel
  private(set) var current: [SIMD2<Double>]
  private var previous: [SIMD2<Double>]

  init(_ camera: CameraModel) {
    self.camera = camera
    current = [SIMD2<Double>](repeating: SIMD2(repeating: .nan), count: camera.width + 2)
    previous = current
  }

  mutating func advance(to row: Int) {
    for index in current.indices {
      let pixel = SIMD2(Double(index - 1), Double(row))
      let estimate = current[index] + (current[index] - previous[index])
      previous[index] = current[index]
      current[index] = camera.ray(through: pixel, near: estimate) ?? SIMD2(repeating: .nan)
    }
  }
}

/// Points in a camera's coordinates, in no order.
///
/// **Units** metres; x right, y down, z forward.
public struct PointCloud: Sendable {
  /// The points; every coordinate is finite.
  public let points: [SIMD3<Float>]

  /// The most points that are accepted.
  public static let mostPoints = FrameError.maximumPixels

  /// Takes points; those with a coordinate that is not finite are left out.
  ///
  /// - Throws: ``PointCloudError/pointCount(limit:found:)`` where there are too many.
  public init(points: [SIMD3<Float>]) throws(PointCloudError) {
    guard points.count <= Self.mostPoints else {
      throw .pointCount(limit: Self.mostPoints, found: points.count)
    }
    self.init(finiteOf: points)
  }

  /// The points that a depth map shows, row by row; a hole is none, nor is a point too far to the
  /// side for a `Float`.
  ///
  /// - Throws: ``PointCloudError`` where the frame has no camera, or its depth is relative.
  public init(of frame: DepthFrame) throws(PointCloudError) {
    guard frame.scale == .metric else { throw .relativeDepth }
    guard let camera = frame.camera else { throw .missingCamera }
    var points: [SIMD3<Float>] = []
    for y in 0..<frame.height {
      for (x, distance) in frame.distances(row: y, columns: 0..<frame.width).enumerated()
      where !distance.isNaN {
        guard let ray = camera.ray(through: SIMD2(Double(x), Double(y))) else { continue }
        points.append(SIMD3(Float(ray.x) * distance, Float(ray.y) * distance, distance))
      }
    }
    self.init(finiteOf: points)
  }

  /// The cloud in another sensor's coordinates; a point that lies too far away there for a `Float` is
  /// left out.
  public func transformed(by transform: RigidTransform) -> PointCloud {
    PointCloud(
      finiteOf: points.map { SIMD3<Float>(transform.apply(to: SIMD3<Double>($0))) })
  }

  private init(finiteOf points: [SIMD3<Float>]) {
    self.points = points.filter { $0.x.isFinite && $0.y.isFinite && $0.z.isFinite }
  }

  /// What a camera would see of the points.
  ///
  /// Each falls on the pixel that it is nearest to, and the nearest point wins it; a pixel without a
  /// point is a hole.
  public func rasterized(by camera: CameraModel) -> DepthFrame {
    var values = [Float](repeating: .nan, count: camera.width * camera.height)
    for point in points {
      guard let pixel = camera.project(SIMD3<Double>(point)) else { continue }
      let (x, y) = (pixel.x.rounded(), pixel.y.rounded())
      guard x >= 0, y >= 0, x < Double(camera.width), y < Double(camera.height) else { continue }
      let index = Int(y) * camera.width + Int(x)
      // A comparison with a hole is false: the first point always enters.
      values[index] = values[index] < point.z ? values[index] : point.z
    }
    let (distances, invalid) = DepthSieve(.metric).distances(values)
    return DepthFrame(
      width: camera.width, height: camera.height, checked: distances, invalid: invalid,
      scale: .metric, camera: camera)
  }
}

/// Why there is no point cloud.
public enum PointCloudError: Error, Sendable, Hashable {
  /// The frame must say which camera took it.
  case missingCamera
  /// Depth of unknown scale has no place in space.
  case relativeDepth
  /// There are more points than are accepted.
  case pointCount(limit: Int, found: Int)
}

extension PointCloudError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .missingCamera: "the depth frame has no camera, which a point cloud needs"
    case .relativeDepth: "relative depth has no place in space, so that it makes no point cloud"
    case .pointCount(let limit, let found): "expected at most \(limit) points, found \(found)"
    }
  }
}

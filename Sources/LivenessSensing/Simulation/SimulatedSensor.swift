/// How a simulated camera measures depth, with the errors of its kind.
public enum SimulatedSensor: String, Sendable, Hashable, CaseIterable {
  /// By the time light takes: distances vary by about 2 millimetres, at an edge they are mixed of
  /// near and far (flying pixels), and dark pixels are holes now and then.
  case timeOfFlight
  /// By a pattern from a projector 75 millimetres beside the camera: disparities come in eighths of
  /// a pixel, and what the projector does not reach is a hole.
  case structuredLight

  private static let baseline = 0.075

  /// A depth map in millimetres; 0 where nothing was measured.
  ///
  /// - Parameters:
  ///   - scene: What is seen, in the image camera's coordinates.
  ///   - camera: The depth camera.
  ///   - pose: From the depth camera's coordinates to the image camera's.
  ///   - noise: What is random.
  /// - Returns: The pixels, row by row.
  func raw(
    _ scene: SimulatedScene, camera: CameraModel, pose: RigidTransform, noise: SimulatedNoise
  ) -> [UInt16] {
    var noise = noise
    let eye = SimulatedEye(scene: scene, camera: camera, pose: pose)
    return (0..<camera.width * camera.height).map { index in
      let (x, y) = (Double(index % camera.width), Double(index / camera.width))
      let metres =
        switch self {
        case .timeOfFlight: SimulatedSensor.timed(eye, x, y, &noise)
        case .structuredLight: SimulatedSensor.triangulated(eye, x, y)
        }
      return metres.map { UInt16(min(max((1000 * $0).rounded(), 1), 65_534)) } ?? 0
    }
  }

  private static func timed(
    _ eye: SimulatedEye, _ x: Double, _ y: Double, _ noise: inout SimulatedNoise
  ) -> Double? {
    let lost = noise.share() < 0.01
    let error = 0.002 * noise.normal()
    guard !lost else { return nil }
    let upper = eye.seen(x - 0.3, y - 0.3).z + eye.seen(x + 0.3, y - 0.3).z
    let lower = eye.seen(x - 0.3, y + 0.3).z + eye.seen(x + 0.3, y + 0.3).z
    return (upper + lower) / 4 + error
  }

  private static func triangulated(_ eye: SimulatedEye, _ x: Double, _ y: Double) -> Double? {
    let point = eye.seen(x, y)
    guard eye.isLit(point, from: SIMD3(baseline, 0, 0)) else { return nil }
    let factor = eye.camera.focalX * baseline
    let disparity = (8 * factor / point.z).rounded() / 8
    return factor / disparity
  }
}

/// A scene as a depth camera beside the image's sees it.
struct SimulatedEye {
  let scene: SimulatedScene
  let camera: CameraModel
  /// From the depth camera's coordinates to the image camera's.
  let pose: RigidTransform
  private let inverse: RigidTransform

  init(scene: SimulatedScene, camera: CameraModel, pose: RigidTransform) {
    self.scene = scene
    self.camera = camera
    self.pose = pose
    inverse = pose.inverse
  }

  /// What a pixel sees, in the depth camera's own coordinates.
  func seen(_ x: Double, _ y: Double) -> SIMD3<Double> {
    let ray = camera.ray(through: SIMD2(x, y)) ?? .zero
    let hit = scene.hit(
      from: pose.apply(to: .zero), along: pose.rotate(SIMD3(ray, 1)))
    return inverse.apply(to: hit.point)
  }

  /// Whether nothing stands between a point and a projector, both in the depth camera's coordinates.
  func isLit(_ point: SIMD3<Double>, from projector: SIMD3<Double>) -> Bool {
    let origin = pose.apply(to: projector)
    let target = pose.apply(to: point)
    let found = scene.hit(from: origin, along: target - origin).point - target
    return (found * found).sum() < 1e-6
  }
}

import Liveness
import LivenessFaces
import LivenessSensing

extension CaptureDescription {
  /// In what a capture is not as it is described, in words; empty where it is.
  ///
  /// Times may lie a microsecond apart, and lenses so little as the last digits of their numbers.
  func differences(from capture: LivenessCapture) -> [String] {
    let cameras = capture.images.map(\.camera)
    let areImagesSame =
      images.count == cameras.count
      && zip(images, cameras).allSatisfy { Self.isSame($0.camera, $1) }
    let parts: [(name: String, isSame: Bool)] = [
      ("camera of the depth map", Self.isSame(depth.camera, capture.depth.camera)),
      ("cameras of the images", areImagesSame),
      ("registration", registration == capture.registration),
      ("face box", faceBox == capture.faceBox),
      ("cropping", isCropped == capture.isCropped),
      ("time of the depth map", Self.isSame(depth.time, capture.depthTime)),
      ("time of the images", Self.isSame(imageTime, capture.imageTime)),
    ]
    return parts.compactMap { $0.isSame ? nil : $0.name }
  }

  /// Pixels by which the centre of a table may move on its way through text.
  private static let tolerance = 1e-6

  private static func isSame(_ described: CameraModel, _ taken: CameraModel?) -> Bool {
    guard let camera = taken, case .radialTable(let one) = described.distortion,
      case .radialTable(let other) = camera.distortion
    else { return described == taken }
    let apart = (one.center - other.center) * SIMD2(camera.focalX, camera.focalY)
    let isTableSame =
      one.mapping == other.mapping && one.magnifications == other.magnifications
      && max(apart.x.magnitude, apart.y.magnitude) <= tolerance
      && (one.farthestRadius - other.farthestRadius).magnitude <= 1e-9 * other.farthestRadius
    return isTableSame && described.width == camera.width && described.height == camera.height
      && numbers(of: described) == numbers(of: camera)
  }

  private static func numbers(of camera: CameraModel) -> [Double] {
    [camera.focalX, camera.focalY, camera.centerX, camera.centerY]
  }

  private static func isSame(_ described: Duration?, _ stated: Duration?) -> Bool {
    guard let one = described, let other = stated else { return described == stated }
    return (one < other ? other - one : one - other) <= .microseconds(1)
  }
}

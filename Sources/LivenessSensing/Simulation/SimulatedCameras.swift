/// A depth camera and a near-infrared camera before a simulated subject: for trying a program out
/// and for tests, not for measuring how good a model is.
///
/// Every frame follows from the seed and its number. The subject sways by a few millimetres. The
/// noise is that of the kind of depth camera (``SimulatedSensor``); the image has grain.
public struct SimulatedCameras: DepthSource, ImageSource, Sendable {
  /// How far away a subject may stand, in metres.
  public static let distances = 0.1...60.0
  /// The longest time between two frames, and between a depth map and its image.
  public static let longestTime = Duration.seconds(3600)

  /// What stands before the cameras.
  public let subject: SimulatedSubject
  /// How depth is measured.
  public let sensor: SimulatedSensor
  /// The camera of the images.
  public let imageCamera: CameraModel
  /// The camera of the depth maps.
  public let depthCamera: CameraModel
  /// From the depth camera's coordinates to the image camera's.
  public let depthToImage: RigidTransform
  private let distance: Double
  private let seed: UInt64
  private let interval: Duration
  private let imageDelay: Duration
  private let frames: Int
  private var depthCount = 0
  private var imageCount = 0

  /// Sets up a subject and both cameras.
  ///
  /// - Parameters:
  ///   - subject: What stands before the cameras.
  ///   - sensor: How depth is measured. A time-of-flight sensor gives both frames; a
  ///     structured-light camera stands 30 millimetres beside the image's.
  ///   - distance: How far away the subject's front is, in metres; within ``distances``.
  ///   - frames: How many frames there are; with 0 or less there are none.
  ///   - seed: What the noise follows from.
  ///   - interval: The time between two frames; from 0 to ``longestTime``.
  ///   - imageDelay: How much later than its depth map an image is taken; ``longestTime`` at most,
  ///     either way.
  /// - Throws: ``SimulationError`` where a distance or a time is out of range.
  public init(
    _ subject: SimulatedSubject, sensor: SimulatedSensor = .timeOfFlight, distance: Double = 0.5,
    frames: Int = 1, seed: UInt64 = 0, interval: Duration = .milliseconds(33),
    imageDelay: Duration = .zero
  ) throws {
    guard SimulatedCameras.distances.contains(distance) else {
      throw SimulationError.distance(expected: SimulatedCameras.distances, found: distance)
    }
    try SimulatedCameras.require(interval, in: Duration.zero...SimulatedCameras.longestTime)
    try SimulatedCameras.require(
      imageDelay, in: Duration.zero - SimulatedCameras.longestTime...SimulatedCameras.longestTime)
    self.subject = subject
    self.sensor = sensor
    self.distance = distance
    self.frames = frames
    self.seed = seed
    self.interval = interval
    self.imageDelay = imageDelay
    imageCamera = try CameraModel(
      width: 320, height: 240, focalX: 300, focalY: 300, centerX: 159.5, centerY: 119.5)
    depthCamera = imageCamera
    depthToImage = try RigidTransform(
      rotation: RigidTransform.identity.rotation,
      translation: sensor == .timeOfFlight ? .zero : SIMD3(0.03, 0, 0))
  }

  private static func require(
    _ time: Duration, in range: ClosedRange<Duration>
  ) throws(SimulationError) {
    guard range.contains(time) else { throw .time(expected: range, found: time) }
  }

  /// Depth and image see along the same rays.
  public var isAligned: Bool { sensor == .timeOfFlight }

  /// The middle of the face on the image, and half its width and height, in pixels of a frame.
  public func face(inFrame number: Int) -> (middle: SIMD2<Double>, half: SIMD2<Double>) {
    let scene = scene(number)
    let size = SIMD2(imageCamera.focalX, imageCamera.focalY) / scene.middle.z
    let center = SIMD2(imageCamera.centerX, imageCamera.centerY)
    return (
      center + SIMD2(scene.middle.x, scene.middle.y) * size,
      SIMD2(SimulatedScene.head.x, SimulatedScene.head.y) * size
    )
  }

  /// The depth of the next moment; `nil` after the last.
  public mutating func nextDepth() async throws -> TimedFrame<DepthFrame>? {
    guard depthCount < frames else { return nil }
    let number = depthCount
    depthCount += 1
    let raw = sensor.raw(
      scene(number), camera: depthCamera, pose: depthToImage,
      noise: SimulatedNoise(seed: seed, frame: number, stream: 1))
    let frame = try DepthFrame(
      width: depthCamera.width, height: depthCamera.height, raw: raw, metresPerUnit: 0.001,
      camera: depthCamera)
    return TimedFrame(frame, time: interval * number)
  }

  /// The image of the next moment; `nil` after the last.
  public mutating func nextImage() async throws -> TimedFrame<ImageFrame>? {
    guard imageCount < frames else { return nil }
    let number = imageCount
    imageCount += 1
    let scene = scene(number)
    var noise = SimulatedNoise(seed: seed, frame: number, stream: 2)
    var pixels: [UInt8] = []
    pixels.reserveCapacity(imageCamera.width * imageCamera.height)
    for y in 0..<imageCamera.height {
      for x in 0..<imageCamera.width {
        let ray = imageCamera.ray(through: SIMD2(Double(x), Double(y))) ?? .zero
        let light = scene.hit(from: .zero, along: SIMD3(ray, 1)).light
        let value = 255 * light + 3 * noise.normal()
        pixels.append(UInt8(min(max(value.rounded(), 0), 255)))
      }
    }
    let frame = try ImageFrame(
      width: imageCamera.width, height: imageCamera.height, pixels: pixels, camera: imageCamera)
    return TimedFrame(frame, time: interval * number + imageDelay)
  }

  /// The subject of a frame, swaying from side to side and back in twelve frames.
  private func scene(_ number: Int) -> SimulatedScene {
    let phase = Double((number % 12 + 12) % 12)
    let sway = (abs(phase - 6) - 3) * 0.001
    return SimulatedScene(
      subject: subject, middle: SIMD3(sway, 0.5 * sway, distance), wall: distance + 0.9)
  }
}

/// Brings the depth frames of one camera onto the grid of another camera's images.
///
/// Each depth pixel is a small patch in space, facing the depth camera. It is painted over the
/// image pixels that its outline covers, so that a coarser depth map leaves no pinholes; where
/// several patches meet on a pixel, the nearest wins. Between neighbours that lie on one surface
/// the outline runs through the middle, so that slanted surfaces do not tear; towards a hole or
/// another surface it ends at the pixel's own edge, so that nothing is smeared and a hole stays a
/// hole. The result is the distance along the image camera's axis.
///
/// Rays and outlines that depend only on the cameras are computed once, here.
public struct FrameAligner: Sendable {
  private let depthCamera: CameraModel
  private let imageCamera: CameraModel
  private let translation: SIMD3<Double>
  /// The ray of each depth pixel in the image camera's directions, with a border of one pixel; not
  /// a number where the lens model sends none.
  private let rays: [SIMD3<Double>]
  /// Neighbours whose distances differ by a larger share of the nearer one lie on two surfaces.
  private let largestStep: Float

  /// Prepares the alignment between two cameras.
  ///
  /// - Parameters:
  ///   - depthCamera: The camera of the depth frames.
  ///   - imageCamera: The camera of the images.
  ///   - depthToImage: From the depth camera's coordinates to the image camera's.
  public init(
    depthCamera: CameraModel, imageCamera: CameraModel, depthToImage: RigidTransform
  ) {
    self.depthCamera = depthCamera
    self.imageCamera = imageCamera
    translation = depthToImage.translation
    let pixelAngle = 1 / min(depthCamera.focalX, depthCamera.focalY)
    largestStep = Float(max(Self.smallestStep, Self.steepestSlope * pixelAngle))
    var rays: [SIMD3<Double>] = []
    rays.reserveCapacity((depthCamera.width + 2) * (depthCamera.height + 2))
    for y in -1...depthCamera.height {
      for x in -1...depthCamera.width {
        let ray = depthCamera.ray(through: SIMD2(Double(x), Double(y)))
        rays.append(ray.map { depthToImage.rotate(SIMD3($0, 1)) } ?? SIMD3(repeating: .nan))
      }
    }
    self.rays = rays
  }

  /// A step of 2 % is within a sensor's noise.
  private static let smallestStep = 0.02
  /// A surface is followed up to the tangent of 76 degrees from facing the depth camera.
  private static let steepestSlope = 4.0
  /// What lies further outside is not on the image, and stays within what a float can tell.
  private static let farthestPixel = 1e6
  /// How many times over the depth pixels may cover the image.
  private static let mostLayers = 32

  /// The depth frame as the image's camera would see it.
  ///
  /// - Throws: ``AlignmentError`` where a frame's size is not its camera's, the depth is relative,
  ///   or cameras and transform do not fit together.
  public func align(
    _ depth: DepthFrame, to image: ImageFrame
  ) throws(AlignmentError) -> AlignedFrames {
    guard depth.scale == .metric else { throw .relativeDepth }
    try Self.check(depth.width, depth.height, against: depthCamera, frame: "depth")
    try Self.check(image.width, image.height, against: imageCamera, frame: image.modality.rawValue)
    let values = try painted(depth.values)
    let seen = DepthFrame(
      width: image.width, height: image.height, checked: values, scale: .metric,
      camera: imageCamera)
    return AlignedFrames(aligned: seen, image)
  }

  private static func check(
    _ width: Int, _ height: Int, against camera: CameraModel, frame: String
  ) throws(AlignmentError) {
    guard width == camera.width, height == camera.height else {
      throw .size(
        frame: frame, expectedWidth: camera.width, expectedHeight: camera.height, width: width,
        height: height)
    }
  }
}

extension FrameAligner {
  /// The distances in the depth camera, and where each pixel's centre appears on the image.
  private struct Patches {
    let distances: [Float]
    var centers: [SIMD3<Float>]
  }

  private func painted(_ distances: [Float]) throws(AlignmentError) -> [Float] {
    let (width, height) = (imageCamera.width, imageCamera.height)
    var canvas = [Float](repeating: .nan, count: width * height)
    let patches = Patches(distances: distances, centers: centers(of: distances))
    let limit = Self.mostLayers * width * height + distances.count
    var painted = 0
    for y in 0..<depthCamera.height {
      for x in 0..<depthCamera.width {
        let center = patches.centers[y * depthCamera.width + x]
        guard center.z > 0 else { continue }
        let (low, high) = outline(of: patches, x, y, around: SIMD2(center.x, center.y))
        let columns = Self.pixels(low.x, high.x, below: width)
        let rows = Self.pixels(low.y, high.y, below: height)
        painted += columns.count * rows.count
        guard painted <= limit else {
          throw .implausibleGeometry(paintedPixels: painted, limit: limit)
        }
        for row in rows {
          for column in columns {
            let index = row * width + column
            // A comparison with a hole is false: the first patch always enters.
            if !(canvas[index] <= center.z) { canvas[index] = center.z }
          }
        }
      }
    }
    return canvas
  }

  private func centers(of distances: [Float]) -> [SIMD3<Float>] {
    var centers: [SIMD3<Float>] = []
    centers.reserveCapacity(distances.count)
    for y in 0..<depthCamera.height {
      for x in 0..<depthCamera.width {
        centers.append(appearance(x, y, at: distances[y * depthCamera.width + x]))
      }
    }
    return centers
  }

  /// Where the ray of a depth pixel appears on the image at a distance, and its distance there; not
  /// a number where it does not.
  private func appearance(_ x: Int, _ y: Int, at distance: Float) -> SIMD3<Float> {
    let point = rays[(y + 1) * (depthCamera.width + 2) + x + 1] * Double(distance) + translation
    let depth = Float(point.z)
    guard let pixel = imageCamera.project(point), abs(pixel.x) < Self.farthestPixel,
      abs(pixel.y) < Self.farthestPixel, depth.isFinite
    else { return SIMD3(repeating: .nan) }
    return SIMD3(Float(pixel.x), Float(pixel.y), depth)
  }

  /// The box on the image that a depth pixel covers.
  private func outline(
    of patches: Patches, _ x: Int, _ y: Int, around center: SIMD2<Float>
  ) -> (low: SIMD2<Float>, high: SIMD2<Float>) {
    let left = halfway(patches, x, y, center, towards: (-1, 0))
    let right = halfway(patches, x, y, center, towards: (1, 0))
    let up = halfway(patches, x, y, center, towards: (0, -1))
    let down = halfway(patches, x, y, center, towards: (0, 1))
    return (
      center + pointwiseMin(left, right) + pointwiseMin(up, down),
      center + pointwiseMax(left, right) + pointwiseMax(up, down)
    )
  }

  /// From the centre of a depth pixel to its edge, on the image.
  private func halfway(
    _ patches: Patches, _ x: Int, _ y: Int, _ center: SIMD2<Float>, towards step: (x: Int, y: Int)
  ) -> SIMD2<Float> {
    let (neighborX, neighborY) = (x + step.x, y + step.y)
    let own = patches.distances[y * depthCamera.width + x]
    var other = SIMD3<Float>(repeating: .nan)
    if neighborX >= 0, neighborX < depthCamera.width, neighborY >= 0,
      neighborY < depthCamera.height
    {
      let index = neighborY * depthCamera.width + neighborX
      let distance = patches.distances[index]
      if abs(distance - own) <= largestStep * min(distance, own) { other = patches.centers[index] }
    }
    if other.z.isNaN { other = appearance(neighborX, neighborY, at: own) }
    guard !other.z.isNaN else { return .zero }
    return (SIMD2(other.x, other.y) - center) / 2
  }

  /// The pixels whose centres lie between two coordinates.
  ///
  /// Neighbouring outlines overlap by a trace, so that rounding opens no gap between them.
  private static func pixels(_ low: Float, _ high: Float, below count: Int) -> Range<Int> {
    let first = max(0, (low - 0.03125).rounded(.up))
    let last = min(Float(count - 1), (high + 0.03125).rounded(.down))
    return first <= last ? Int(first)..<Int(last) + 1 : 0..<0
  }
}

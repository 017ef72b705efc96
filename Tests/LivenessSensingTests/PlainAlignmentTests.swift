import LivenessSensing
import TestSupport
import Testing

/// The alignment as ``FrameAligner`` describes it, in double precision and one pixel at a time.
private struct PlainAlignment {
  let depthCamera: CameraModel
  let imageCamera: CameraModel
  let transform: RigidTransform
  let distances: [Float]

  /// The aligned distances, infinite for a hole, with outlines that overlap by so many pixels.
  func painted(overlap: Double) -> [Double] {
    let (width, height) = (imageCamera.width, imageCamera.height)
    var canvas = [Double](repeating: .infinity, count: width * height)
    for y in 0..<depthCamera.height {
      for x in 0..<depthCamera.width {
        guard let center = appearance(x, y, at: distance(x, y)) else { continue }
        let (low, high) = outline(x, y, around: center)
        let columns = Self.pixels(from: low.x - overlap, to: high.x + overlap, below: width)
        let rows = Self.pixels(from: low.y - overlap, to: high.y + overlap, below: height)
        for index in rows.flatMap({ row in columns.map { row * width + $0 } }) {
          canvas[index] = min(canvas[index], center.z)
        }
      }
    }
    return canvas
  }

  private static func pixels(from low: Double, to high: Double, below count: Int) -> [Int] {
    (0..<count).filter { Double($0) >= low && Double($0) <= high }
  }

  private func distance(_ x: Int, _ y: Int) -> Float {
    let isInside = x >= 0 && x < depthCamera.width && y >= 0 && y < depthCamera.height
    return isInside ? distances[y * depthCamera.width + x] : .nan
  }

  private func appearance(_ x: Int, _ y: Int, at distance: Float) -> SIMD3<Double>? {
    guard
      let point = depthCamera.deproject(SIMD2(Double(x), Double(y)), depth: Double(distance)),
      let pixel = imageCamera.project(transform.apply(to: point))
    else { return nil }
    return SIMD3(pixel, transform.apply(to: point).z)
  }

  private func outline(
    _ x: Int, _ y: Int, around center: SIMD3<Double>
  ) -> (low: SIMD2<Double>, high: SIMD2<Double>) {
    let center = SIMD2(center.x, center.y)
    let halves = [(-1, 0), (1, 0), (0, -1), (0, 1)].map { dx, dy in
      let (own, other) = (distance(x, y), distance(x + dx, y + dy))
      let pixelAngle = 1 / min(depthCamera.focalX, depthCamera.focalY)
      let isJoined = abs(other - own) <= Float(max(0.02, 4 * pixelAngle)) * min(other, own)
      guard let end = appearance(x + dx, y + dy, at: isJoined ? other : own) else {
        return SIMD2<Double>.zero
      }
      return (SIMD2(end.x, end.y) - center) / 2
    }
    return (
      center + pointwiseMin(halves[0], halves[1]) + pointwiseMin(halves[2], halves[3]),
      center + pointwiseMax(halves[0], halves[1]) + pointwiseMax(halves[2], halves[3])
    )
  }
}

/// Two random cameras, and a random depth map with steps, slopes and holes.
private struct AlignmentProblem: CustomStringConvertible {
  let plain: PlainAlignment

  init(_ generator: inout SeededGenerator) throws {
    let depthCamera = try Self.camera(&generator)
    let angle = Double.random(in: -0.1...0.1, using: &generator)
    let (c, s) = (1 - angle * angle / 2, angle)
    plain = PlainAlignment(
      depthCamera: depthCamera, imageCamera: try Self.camera(&generator),
      transform: try RigidTransform(
        rotation: [c, -s, 0, s, c, 0, 0, 0, 1],
        translation: .random(in: -0.1...0.1, using: &generator)),
      distances: Self.distances(depthCamera, &generator))
  }

  private static func camera(_ generator: inout SeededGenerator) throws -> CameraModel {
    let (width, height) = (
      Int.random(in: 1...24, using: &generator), Int.random(in: 1...18, using: &generator)
    )
    let focal = Double.random(in: 25...60, using: &generator)
    return try CameraModel(
      width: width, height: height, focalX: focal, focalY: focal * 1.01,
      centerX: Double(width) / 2 - 0.7, centerY: Double(height) / 2 - 0.2,
      distortion: lens(&generator))
  }

  private static func lens(_ generator: inout SeededGenerator) -> LensDistortion {
    let k1 = Double.random(in: -0.1...0.15, using: &generator)
    let k2 = Double.random(in: -0.2...0.1, using: &generator)
    let p1 = Double.random(in: -0.003...0.003, using: &generator)
    let p2 = Double.random(in: -0.003...0.003, using: &generator)
    let k3 = Double.random(in: 0...0.1, using: &generator)
    return switch Int.random(in: 0..<5, using: &generator) {
    case 0: .brownConrady(k1: k1, k2: k2, p1: p1, p2: p2, k3: k3)
    case 1: .inverseBrownConrady(k1: k1, k2: k2, p1: p1, p2: p2, k3: k3)
    case 2: .rational(k1: k1, k2: k2, p1: p1, p2: p2, k3: k3, k4: k2 / 2, k5: 0.03, k6: k3 / 2)
    default: .none
    }
  }

  private static func distances(
    _ camera: CameraModel, _ generator: inout SeededGenerator
  ) -> [Float] {
    let edge = Int.random(in: 0...camera.width, using: &generator)
    let slope = Float.random(in: -0.02...0.02, using: &generator)
    return (0..<camera.width * camera.height).map { index in
      let column = index % camera.width
      let plane: Float = column < edge ? 0.5 : 0.9
      let isHole = Int.random(in: 0..<10, using: &generator) == 0
      let noise = Float.random(in: 0.99...1.01, using: &generator)
      return isHole ? .nan : plane * (1 + slope * Float(column % 12)) * noise
    }
  }

  /// The first pixel that is neither what slightly larger nor what slightly smaller outlines make
  /// it, or in between.
  func failure() throws -> String? {
    let image = try ImageFrame(
      width: plain.imageCamera.width, height: plain.imageCamera.height,
      pixels: [UInt8](repeating: 0, count: plain.imageCamera.width * plain.imageCamera.height),
      camera: plain.imageCamera)
    let depth = try DepthFrame(
      width: plain.depthCamera.width, height: plain.depthCamera.height, values: plain.distances,
      camera: plain.depthCamera)
    let found = try AlignedFrames(aligning: depth, to: image, by: plain.transform).depth.values
    let nearest = plain.painted(overlap: 0.03125 + 0.001)
    let farthest = plain.painted(overlap: 0.03125 - 0.001)
    for index in found.indices {
      let value = found[index].isNaN ? Double.infinity : Double(found[index])
      guard value >= nearest[index] * (1 - 1e-5), value <= farthest[index] * (1 + 1e-5) else {
        let pixel = "(\(index % image.width), \(index / image.width))"
        return "\(pixel): expected \(nearest[index])...\(farthest[index]), found \(value)"
      }
    }
    return nil
  }

  var description: String {
    "\(plain.depthCamera) \(plain.imageCamera) \(plain.transform) \(plain.distances)"
  }
}

struct PlainAlignmentTests {
  @Test func `every pixel is what the plain alignment says, over many pairs of cameras`() throws {
    var generator = SeededGenerator(seed: 34)
    for _ in 0..<100 {
      let problem = try AlignmentProblem(&generator)
      if let failure = try problem.failure() { Issue.record("\(failure)\n\(problem)") }
    }
  }
}

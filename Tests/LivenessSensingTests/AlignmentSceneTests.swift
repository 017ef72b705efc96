import LivenessSensing
import TestSupport
import Testing

/// A box in front of a wall, seen from a depth camera and from an image camera beside it.
private struct Scene {
  let depthCamera: CameraModel
  let imageCamera: CameraModel
  let transform: RigidTransform

  static let wall = 0.9
  static let front = 0.55
  /// The corners of the box's front, clockwise from the top left, in the depth camera's metres.
  ///
  /// They lie on edges of depth pixels, so that sampling moves none of them.
  static let corners = [(119.5, 77.5), (199.5, 77.5), (199.5, 157.5), (119.5, 157.5)].map {
    corner in
    SIMD3((corner.0 - 156.5) / 237.5, (corner.1 - 122.5) / 238, 1) * front
  }

  init(depthWidth: Int, depthHeight: Int, lens: LensDistortion) throws {
    depthCamera = try CameraModel(
      width: 320, height: 240, focalX: 237.5, focalY: 238, centerX: 156.5, centerY: 122.5,
      distortion: lens
    ).scaled(toWidth: depthWidth, height: depthHeight)
    imageCamera = try CameraModel(
      width: 320, height: 240, focalX: 305, focalY: 305.5, centerX: 161.1, centerY: 118.7,
      distortion: .brownConrady(k1: 0.08, k2: -0.17, p1: 0.0011, p2: -0.0007, k3: 0.05))
    // 2 degrees about the vertical axis, then 3 degrees about the optical axis.
    let (s, c) = (0.034899496702500976, 0.9993908270190958)
    let (sine, cosine) = (0.05233595624294383, 0.9986295347545738)
    transform = try RigidTransform(
      rotation: [
        cosine * c, -sine, cosine * s, sine * c, cosine, sine * s, -s, 0, c,
      ],
      translation: SIMD3(-0.05, 0.004, 0.006))
  }

  /// What the depth camera sees: for each pixel centre, the nearer of box and wall.
  func depth() throws -> DepthFrame {
    var values: [Float] = []
    for y in 0..<depthCamera.height {
      for x in 0..<depthCamera.width {
        let ray = try #require(depthCamera.ray(through: SIMD2(Double(x), Double(y))))
        let hit = ray * Scene.front
        let (low, high) = (Scene.corners[0], Scene.corners[2])
        let isBox = hit.x >= low.x && hit.x <= high.x && hit.y >= low.y && hit.y <= high.y
        values.append(Float(isBox ? Scene.front : Scene.wall))
      }
    }
    return try DepthFrame(
      width: depthCamera.width, height: depthCamera.height, values: values, camera: depthCamera)
  }

  func aligned() throws -> AlignedFrames {
    let image = try ImageFrame(
      width: 320, height: 240, pixels: [UInt8](repeating: 9, count: 320 * 240),
      camera: imageCamera)
    return try AlignedFrames(aligning: depth(), to: image, by: transform)
  }
}

/// A straight line `across = offset + slope · along` through edge positions.
private struct Line {
  var offset = 0.0
  var slope = 0.0

  init(_ points: [(along: Double, across: Double)]) {
    let n = Double(points.count)
    let along = points.reduce(0) { $0 + $1.along } / n
    let across = points.reduce(0) { $0 + $1.across } / n
    let cross = points.reduce(0) { $0 + ($1.along - along) * ($1.across - across) }
    let square = points.reduce(0) { $0 + ($1.along - along) * ($1.along - along) }
    slope = cross / square
    offset = across - slope * along
  }
}

struct AlignmentSceneTests {
  private static let lens = LensDistortion.brownConrady(
    k1: 0.1404, k2: -0.2573, p1: 0.0024, p2: 0.0009, k3: 0.1281)

  @Test(arguments: [LensDistortion.none, lens])
  func `Row 1.19: the corners of a box lie where the image camera sees them`(
    distortion: LensDistortion
  ) throws {
    let scene = try Scene(depthWidth: 320, depthHeight: 240, lens: distortion)
    let depth = try scene.aligned().depth
    let expected = try Scene.corners.map { corner in
      try #require(scene.imageCamera.project(scene.transform.apply(to: corner)))
    }
    let found = corners(of: depth, near: expected)
    for (corner, pixel) in zip(found, expected) {
      let error = corner - pixel
      #expect((error * error).sum().squareRoot() < 0.5, "expected \(pixel), found \(corner)")
    }
  }

  /// The box's corners, from lines through its edges over their middle four fifths.
  private func corners(of depth: DepthFrame, near expected: [SIMD2<Double>]) -> [SIMD2<Double>] {
    let low = expected[0] * 0.9 + expected[2] * 0.1
    let high = expected[0] * 0.1 + expected[2] * 0.9
    let isBox = { (x: Int, y: Int) in depth[x, y] < 0.75 }
    var (left, right, top, bottom):
      ([(Double, Double)], [(Double, Double)], [(Double, Double)], [(Double, Double)]) =
        ([], [], [], [])
    for y in Int(low.y)...Int(high.y) {
      let columns = (0..<depth.width).filter { isBox($0, y) }
      left.append((Double(y), Double(columns[0]) - 0.5))
      right.append((Double(y), Double(columns[columns.count - 1]) + 0.5))
    }
    for x in Int(low.x)...Int(high.x) {
      let rows = (0..<depth.height).filter { isBox(x, $0) }
      top.append((Double(x), Double(rows[0]) - 0.5))
      bottom.append((Double(x), Double(rows[rows.count - 1]) + 0.5))
    }
    let sides = [Line(left), Line(right)]
    let ends = [Line(top), Line(bottom)]
    return [(0, 0), (1, 0), (1, 1), (0, 1)].map { side, end in
      let (a, b) = (sides[side], ends[end])
      let x = (a.offset + a.slope * b.offset) / (1 - a.slope * b.slope)
      return SIMD2(x, b.offset + b.slope * x)
    }
  }

  @Test(arguments: [(320, 240), (160, 120), (80, 60)])
  func `box and wall have no pinholes and the right distance`(width: Int, height: Int) throws {
    let scene = try Scene(depthWidth: width, depthHeight: height, lens: Self.lens)
    let frames = try scene.aligned()
    #expect(frames.image.pixels.allSatisfy { $0 == 9 })
    let back = scene.transform.inverse
    let margin = 2 * 320 / Double(width)
    var (box, wall) = (0, 0)
    for y in stride(from: 0, to: 240, by: 3) {
      for x in stride(from: 0, to: 320, by: 3) {
        let pixel = SIMD2(Double(x), Double(y))
        guard let isBox = surface(at: pixel, margin: margin, scene, back) else { continue }
        let z = Double(frames.depth[x, y])
        let point = try #require(scene.imageCamera.deproject(pixel, depth: z))
        let error = back.apply(to: point).z - (isBox ? Scene.front : Scene.wall)
        // Half a depth pixel across a wall that is turned by 2 degrees.
        #expect(abs(error) < 0.0002 * margin, "(\(x), \(y)): \(z)")
        if isBox { box += 1 } else { wall += 1 }
      }
    }
    #expect(box > 500 && wall > 1000)
  }

  /// Whether a pixel shows the box or the wall, well inside of either and seen by both cameras;
  /// `nil` elsewhere.
  private func surface(
    at pixel: SIMD2<Double>, margin: Double, _ scene: Scene, _ back: RigidTransform
  ) -> Bool? {
    func hit(_ plane: Double, _ shift: SIMD2<Double>) -> SIMD3<Double>? {
      guard let ray = scene.imageCamera.ray(through: pixel + shift) else { return nil }
      let direction = back.rotate(SIMD3(ray, 1))
      let origin = back.apply(to: .zero)
      return origin + direction * ((plane - origin.z) / direction.z)
    }
    func isInBox(_ p: SIMD3<Double>) -> Bool {
      let (low, high) = (Scene.corners[0], Scene.corners[2])
      return p.x >= low.x && p.x <= high.x && p.y >= low.y && p.y <= high.y
    }
    var answers: Set<Bool> = []
    for shift in [SIMD2(-1.0, -1), SIMD2(1, -1), SIMD2(-1, 1), SIMD2(1, 1)] {
      guard let front = hit(Scene.front, shift * margin), let wall = hit(Scene.wall, shift * margin)
      else { return nil }
      if isInBox(front) {
        answers.insert(true)
        continue
      }
      // The depth camera does not see the wall behind the box, nor beyond its own view.
      let shadow = SIMD3(wall.x, wall.y, wall.z) * (Scene.front / Scene.wall)
      guard !isInBox(shadow), let seen = scene.depthCamera.project(wall), seen.x > 0, seen.y > 0,
        seen.x < Double(scene.depthCamera.width - 1), seen.y < Double(scene.depthCamera.height - 1)
      else { return nil }
      answers.insert(false)
    }
    return answers.count == 1 ? answers.first : nil
  }

  @Test func `what the depth camera cannot see is a hole, not the box smeared over the wall`()
    throws
  {
    let scene = try Scene(depthWidth: 320, depthHeight: 240, lens: .none)
    let depth = try scene.aligned().depth
    // The image camera stands to the right, so that it sees the wall behind the box's right edge.
    let edge = try #require(
      scene.imageCamera.project(
        scene.transform.apply(to: (Scene.corners[1] + Scene.corners[2]) / 2)))
    let shadow = try #require(
      scene.imageCamera.project(
        scene.transform.apply(
          to: (Scene.corners[1] + Scene.corners[2]) / 2 * (Scene.wall / Scene.front))))
    let row = Int(edge.y)
    #expect(shadow.x - edge.x > 10)
    for x in Int(edge.x + 1)...Int(shadow.x - 2) { #expect(depth[x, row].isNaN, "column \(x)") }
    #expect(depth[Int(edge.x) - 1, row] < 0.75)
    #expect(depth[Int(shadow.x) + 2, row] > 0.75)
  }

  @Test func `every pixel shows a patch that covers it, and none nearer, over many scenes`() throws
  {
    var generator = SeededGenerator(seed: 21)
    for _ in 0..<40 {
      let problem = try Problem(&generator)
      if let failure = try problem.failure() { Issue.record("\(failure)\n\(problem)") }
    }
  }
}

/// A small random scene, and what must hold for its alignment.
private struct Problem: CustomStringConvertible {
  let depth: DepthFrame
  let depthCamera: CameraModel
  let imageCamera: CameraModel
  let transform: RigidTransform

  init(_ generator: inout SeededGenerator) throws {
    depthCamera = try CameraModel(
      width: 14, height: 10, focalX: .random(in: 40...80, using: &generator),
      focalY: .random(in: 40...80, using: &generator), centerX: 6.2, centerY: 4.9)
    imageCamera = try CameraModel(
      width: .random(in: 8...30, using: &generator),
      height: .random(in: 8...30, using: &generator),
      focalX: .random(in: 40...120, using: &generator),
      focalY: .random(in: 40...120, using: &generator), centerX: 8, centerY: 8)
    transform = try RigidTransform(
      rotation: RigidTransform.identity.rotation,
      translation: .random(in: -0.05...0.05, using: &generator))
    let planes = [0.4, 0.45, 0.8, Double.nan]
    var values: [Float] = []
    for _ in 0..<14 * 10 {
      let plane =
        Bool.random(using: &generator) ? planes[0] : planes.randomElement(using: &generator) ?? 0
      values.append(Float(plane * Double.random(in: 0.99...1.01, using: &generator)))
    }
    depth = try DepthFrame(width: 14, height: 10, values: values, camera: depthCamera)
  }

  var description: String {
    "depth \(depth.values)\nof \(depthCamera)\nto \(imageCamera)\nby \(transform)"
  }

  /// One patch: the box of its four corners on the image, and its distance there.
  private struct Patch {
    let low: SIMD2<Double>
    let high: SIMD2<Double>
    let z: Double

    func covers(_ pixel: SIMD2<Double>, grownBy share: Double) -> Bool {
      let margin = (high - low) * share
      return all(pixel .>= low - margin) && all(pixel .<= high + margin)
    }
  }

  private func patches() throws -> [Patch] {
    var patches: [Patch] = []
    for y in 0..<depth.height {
      for x in 0..<depth.width where !depth[x, y].isNaN {
        func appearance(_ dx: Double, _ dy: Double) throws -> (SIMD2<Double>, z: Double) {
          let pixel = SIMD2(Double(x) + dx, Double(y) + dy)
          let point = try transform.apply(
            to: #require(depthCamera.deproject(pixel, depth: Double(depth[x, y]))))
          return (try #require(imageCamera.project(point)), point.z)
        }
        patches.append(
          try Patch(
            low: appearance(-0.5, -0.5).0, high: appearance(0.5, 0.5).0, z: appearance(0, 0).z))
      }
    }
    return patches
  }

  func failure() throws -> String? {
    let patches = try patches()
    let image = try ImageFrame(
      width: imageCamera.width, height: imageCamera.height,
      pixels: [UInt8](repeating: 0, count: imageCamera.width * imageCamera.height),
      camera: imageCamera)
    let result = try AlignedFrames(aligning: depth, to: image, by: transform).depth
    for y in 0..<result.height {
      for x in 0..<result.width {
        let pixel = SIMD2(Double(x), Double(y))
        let certain = patches.filter { $0.covers(pixel, grownBy: -0.2) }
        let possible = patches.filter { $0.covers(pixel, grownBy: 0.3) }
        let z = Double(result[x, y])
        if z.isNaN {
          if !certain.isEmpty { return "(\(x), \(y)) is a hole, but \(certain) cover it" }
          continue
        }
        if let nearer = certain.first(where: { $0.z < z - 1e-5 }) {
          return "(\(x), \(y)) is \(z), but \(nearer) is nearer"
        }
        if !possible.contains(where: { abs($0.z - z) < 1e-5 }) {
          return "(\(x), \(y)) is \(z), but only \(possible) may cover it"
        }
      }
    }
    return nil
  }
}

import LivenessSensing
import TestSupport
import Testing

private func camera(
  _ width: Int, _ height: Int, focal: Double, distortion: LensDistortion = .none
) throws -> CameraModel {
  try CameraModel(
    width: width, height: height, focalX: focal, focalY: focal,
    centerX: Double(width - 1) / 2, centerY: Double(height - 1) / 2, distortion: distortion)
}

private func image(_ camera: CameraModel?, width: Int = 0, height: Int = 0) throws -> ImageFrame {
  let (width, height) = (camera?.width ?? width, camera?.height ?? height)
  return try ImageFrame(
    width: width, height: height, pixels: [UInt8](repeating: 0, count: width * height),
    camera: camera)
}

private func aligned(
  _ values: [Float], _ depthCamera: CameraModel, to imageCamera: CameraModel,
  by transform: RigidTransform = .identity
) throws -> [Float] {
  let depth = try DepthFrame(
    width: depthCamera.width, height: depthCamera.height, values: values, camera: depthCamera)
  return try AlignedFrames(aligning: depth, to: image(imageCamera), by: transform).depth.values
}

private func moved(_ x: Double, _ y: Double = 0, _ z: Double = 0) throws -> RigidTransform {
  try RigidTransform(rotation: RigidTransform.identity.rotation, translation: SIMD3(x, y, z))
}

/// Equal, with one not-a-number like another.
private func same(_ first: [Float], _ second: [Float]) -> Bool {
  first.count == second.count
    && zip(first, second).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
}

struct FrameAlignerTests {
  @Test func `Row 1.20: the nearest wins`() throws {
    // 1 m away, 100 pixels of focal length: 10 mm are one pixel; half a metre away, two.
    let camera = try camera(4, 1, focal: 100)
    let shift = try moved(-0.01)
    let result = try aligned([.nan, .nan, 1, 0.5], camera, to: camera, by: shift)
    #expect(same(result, [.nan, 0.5, .nan, .nan]))
    let mirrored = try aligned([0.5, 1, .nan, .nan], camera, to: camera, by: moved(0.01))
    #expect(same(mirrored, [.nan, .nan, 0.5, .nan]))
  }

  @Test func `Row 1.20: a hole in the depth map stays a hole`() throws {
    let camera = try camera(5, 4, focal: 200)
    var values = [Float](repeating: 0.7, count: 20)
    values[7] = .nan
    values[19] = .nan
    #expect(same(try aligned(values, camera, to: camera), values))
  }

  @Test func `the same camera sees the same, bit for bit`() throws {
    let lens = LensDistortion.brownConrady(k1: 0.14, k2: -0.25, p1: 0.002, p2: 0.001, k3: 0.12)
    let camera = try camera(16, 12, focal: 15, distortion: lens)
    var generator = SeededGenerator(seed: 8)
    let values = (0..<16 * 12).map { _ in Float.random(in: 0.3...2, using: &generator) }
    #expect(same(try aligned(values, camera, to: camera), values))
  }

  @Test func `a coarse depth map leaves no pinholes, and its holes keep their size`() throws {
    let coarse = try camera(8, 6, focal: 10)
    let fine = try coarse.scaled(toWidth: 24, height: 18)
    var values = [Float](repeating: 1.5, count: 48)
    values[3 * 8 + 4] = .nan
    let result = try aligned(values, coarse, to: fine)
    for y in 0..<18 {
      for x in 0..<24 {
        let isHole = x / 3 == 4 && y / 3 == 3
        #expect(isHole ? result[y * 24 + x].isNaN : result[y * 24 + x] == 1.5, "(\(x), \(y))")
      }
    }
  }

  @Test func `distance is told along the image camera's axis`() throws {
    let camera = try camera(5, 5, focal: 100)
    let wall = [Float](repeating: 1, count: 25)
    let result = try aligned(wall, camera, to: camera, by: moved(0, 0, 0.25))
    #expect(result[12] == 1.25)
    // A quarter turn about the optical axis leaves distances and moves pixels.
    var corner = [Float](repeating: .nan, count: 25)
    corner[0] = 2
    let turn = try RigidTransform(rotation: [0, -1, 0, 1, 0, 0, 0, 0, 1], translation: .zero)
    var expected = [Float](repeating: .nan, count: 25)
    expected[4] = 2
    #expect(same(try aligned(corner, camera, to: camera, by: turn), expected))
  }

  @Test func `what lies behind the image camera or outside its view is left out`() throws {
    let camera = try camera(3, 3, focal: 100)
    let wall = [Float](repeating: 0.5, count: 9)
    let behind = try aligned(wall, camera, to: camera, by: moved(0, 0, -0.5))
    #expect(behind.allSatisfy { $0.isNaN })
    let beside = try aligned(wall, camera, to: camera, by: moved(1))
    #expect(beside.allSatisfy { $0.isNaN })
  }

  @Test func `a distance that no float can hold is a hole`() throws {
    // A quarter turn makes of a very flat ray, 1e30 metres away, one of 1e40 metres.
    let turn = try RigidTransform(rotation: [0, 0, 1, 0, 1, 0, -1, 0, 0], translation: .zero)
    let result = try aligned(
      [1e30, 1e30, 1e30], camera(3, 1, focal: 1e-10), to: camera(3, 1, focal: 100), by: turn)
    #expect(result.allSatisfy { $0.isNaN })
  }

  @Test func `a slanted wall does not tear`() throws {
    // z = 0.6 + x·tan 70° as seen from another place and in another resolution.
    let depthCamera = try camera(120, 90, focal: 110)
    for (width, height) in [(120, 90), (200, 150), (77, 58)] {
      let imageCamera = try depthCamera.scaled(toWidth: width, height: height)
      var values: [Float] = []
      for y in 0..<90 {
        for x in 0..<120 {
          let ray = try #require(depthCamera.ray(through: SIMD2(Double(x), Double(y))))
          let z = 0.6 / (1 - 2.747 * ray.x)
          values.append(z > 0 && z < 1.5 ? Float(z) : .nan)
        }
      }
      let result = try aligned(values, depthCamera, to: imageCamera, by: moved(0.04, 0.02))
      for y in 0..<height {
        let row = result[y * width..<(y + 1) * width]
        guard let first = row.firstIndex(where: { !$0.isNaN }),
          let last = row.lastIndex(where: { !$0.isNaN })
        else { continue }
        #expect(row[first...last].allSatisfy { !$0.isNaN }, "row \(y) of \(width) × \(height)")
      }
      #expect(result.count { !$0.isNaN } > width * height / 3)
    }
  }
}

struct AlignmentErrorTests {
  @Test func `frames of another size are refused`() throws {
    let depth = try DepthFrame(width: 2, height: 2, values: [1, 1, 1, 1])
    let wide = try image(nil, width: 3, height: 2)
    #expect(
      throws: AlignmentError.size(
        frame: "depth", expectedWidth: 3, expectedHeight: 2, width: 2, height: 2)
    ) { try AlignedFrames(alreadyAligned: depth, to: wide) }
    let frames = try AlignedFrames(
      alreadyAligned: depth, to: image(nil, width: 2, height: 2))
    #expect(frames.depth.values == [1, 1, 1, 1])
    let aligner = try FrameAligner(
      depthCamera: camera(2, 2, focal: 10), imageCamera: camera(2, 2, focal: 10),
      depthToImage: .identity)
    #expect(
      throws: AlignmentError.size(
        frame: "nir", expectedWidth: 2, expectedHeight: 2, width: 3, height: 2)
    ) { try aligner.align(depth, to: wide) }
  }

  @Test func `frames without a camera are refused`() throws {
    let camera = try camera(2, 1, focal: 10)
    let without = try DepthFrame(width: 2, height: 1, values: [1, 1])
    let with = try DepthFrame(width: 2, height: 1, values: [1, 1], camera: camera)
    #expect(throws: AlignmentError.missingCamera(frame: "depth")) {
      try AlignedFrames(aligning: without, to: image(camera), by: .identity)
    }
    #expect(throws: AlignmentError.missingCamera(frame: "nir")) {
      try AlignedFrames(
        aligning: with, to: image(nil, width: 2, height: 1), by: .identity)
    }
  }

  @Test func `relative depth cannot be moved`() throws {
    let camera = try camera(2, 1, focal: 10)
    let depth = try DepthFrame(
      width: 2, height: 1, values: [1, 1], scale: .relative, camera: camera)
    #expect(throws: AlignmentError.relativeDepth) {
      try AlignedFrames(aligning: depth, to: image(camera), by: .identity)
    }
  }

  @Test func `cameras that cannot belong together are refused before they cost time`() throws {
    // Every second column sees a patch on the image camera's axis, wider than its whole view.
    let depthCamera = try CameraModel(
      width: 200, height: 1, focalX: 100, focalY: 100, centerX: 0, centerY: 0)
    let values = (0..<200).map { (column: Int) -> Float in
      column > 0 && column % 2 == 0 ? 100 / Float(column) : .nan
    }
    let depth = try DepthFrame(width: 200, height: 1, values: values, camera: depthCamera)
    let narrow = try camera(64, 64, focal: 1e4)
    #expect {
      try AlignedFrames(aligning: depth, to: image(narrow), by: moved(-1))
    } throws: { error in
      guard case .implausibleGeometry(let painted, let limit)? = error as? AlignmentError else {
        return false
      }
      return painted > limit && limit == 32 * 64 * 64 + 200
    }
  }
}

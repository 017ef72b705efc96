import LivenessSensing
import TestSupport
import Testing

private func camera(focal: Double, bending: Double = 0) throws -> CameraModel {
  try CameraModel(
    width: 12, height: 9, focalX: focal, focalY: focal, centerX: 5.5, centerY: 4,
    distortion: .brownConrady(k1: bending, k2: 0, p1: 0, p2: 0, k3: 0))
}

private func moved(_ x: Double) throws -> RigidTransform {
  try RigidTransform(rotation: RigidTransform.identity.rotation, translation: SIMD3(x, 0, 0))
}

struct AlignerCacheTests {
  @Test func `an aligner that is kept never sees another pair of cameras`() throws {
    var generator = SeededGenerator(seed: 5)
    let values = (0..<12 * 9).map { _ in Float.random(in: 0.5...0.52, using: &generator) }
    let cameras = try [camera(focal: 12), camera(focal: 8), camera(focal: 12, bending: 0.5)]
    let transforms = try [RigidTransform.identity, moved(0.1)]
    let cache = AlignerCache()
    var seen: Set<[UInt32]> = []
    for _ in 0..<2 {
      for (first, second) in [(0, 0), (0, 0), (0, 1), (0, 2), (1, 0), (2, 0)] {
        for transform in transforms {
          let depth = try DepthFrame(width: 12, height: 9, values: values, camera: cameras[first])
          let image = try ImageFrame(
            width: 12, height: 9, pixels: [UInt8](repeating: 0, count: 108),
            camera: cameras[second])
          let kept = try AlignedFrames(aligning: depth, to: image, by: transform, keeping: cache)
          let fresh = try AlignedFrames(aligning: depth, to: image, by: transform)
          let bits = kept.depth.values.map(\.bitPattern)
          #expect(bits == fresh.depth.values.map(\.bitPattern))
          seen.insert(bits)
        }
      }
    }
    #expect(seen.count == 10)
  }
}

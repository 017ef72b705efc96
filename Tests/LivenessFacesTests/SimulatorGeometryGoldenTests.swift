import LivenessLayers
import LivenessSensing
import LivenessTensors
import TestSupport
import Testing

/// Lens and alignment of the capture simulator, recorded by
/// Weights/Training/golden_preprocessing.py: what it trains with must be what the library does.
struct SimulatorGeometryGoldenTests {
  private let file: SafetensorsFile

  init() throws {
    file = try SafetensorsFile(at: Goldens.path("faces/preprocessing.safetensors"))
  }

  private func camera(_ name: String, width: Int, height: Int) throws -> CameraModel {
    let numbers = try file.tensor(name).scalars.map(Double.init)
    return try CameraModel(
      width: width, height: height, focalX: numbers[0], focalY: numbers[1], centerX: numbers[2],
      centerY: numbers[3],
      distortion: .brownConrady(
        k1: numbers[4], k2: numbers[5], p1: numbers[6], p2: numbers[7], k3: numbers[8]))
  }

  @Test func `points appear where the simulator's lens puts them`() throws {
    let camera = try camera("lens.camera", width: 120, height: 90)
    let points = try file.tensor("lens.points_mm").scalars.map(Double.init)
    let pixels = try file.tensor("lens.pixels").scalars.map(Double.init)
    for index in 0..<pixels.count / 2 {
      let point = SIMD3(points[3 * index], points[3 * index + 1], points[3 * index + 2]) / 1000
      let pixel = try #require(camera.project(point), "point \(index)")
      let off = pixel - SIMD2(pixels[2 * index], pixels[2 * index + 1])
      #expect((off * off).sum() < 1e-6, "point \(index) is off by \(off)")
    }
  }

  /// The simulator paints upright rectangles, the library the patches' outlines: they may differ
  /// by a pixel along edges.
  @Test func `aligned depth is the simulator's but for edges`() throws {
    let raw = try file.values(of: "align.depth_mm", as: UInt16.self)
    let expected = try file.values(of: "align.aligned_mm", as: UInt16.self)
    let (height, width) = (raw.shape[0], raw.shape[1])
    let depth = try DepthFrame(
      width: width, height: height, raw: raw.elements, metresPerUnit: 0.001)
    let rows = try file.tensor("align.rotation").scalars.map(Double.init)
    let shift = try file.tensor("align.translation_mm").scalars.map(Double.init)
    let transform = try RigidTransform(
      rotation: rows, translation: SIMD3(shift[0], shift[1], shift[2]) / 1000)
    let (imageHeight, imageWidth) = (expected.shape[0], expected.shape[1])
    let aligner = FrameAligner(
      depthCamera: try camera("align.depth_camera", width: width, height: height),
      imageCamera: try camera("lens.camera", width: imageWidth, height: imageHeight),
      depthToImage: transform)
    let image = try ImageFrame(
      width: imageWidth, height: imageHeight,
      pixels: [UInt8](repeating: 0, count: imageWidth * imageHeight))
    let aligned = try aligner.align(depth, to: image).depth
    var (differing, covered) = (0, 0)
    for y in 0..<imageHeight {
      for x in 0..<imageWidth {
        let simulated = Float(expected.elements[y * imageWidth + x])
        let own = aligned[x, y]
        covered += simulated > 0 ? 1 : 0
        if own.isNaN != (simulated == 0) || abs(own * 1000 - simulated) > 4 { differing += 1 }
      }
    }
    #expect(covered > imageWidth * imageHeight / 2)
    #expect(differing < covered / 50, "\(differing) of \(covered) pixels differ")
  }
}

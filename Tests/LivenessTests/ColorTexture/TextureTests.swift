import LivenessLayers
import LivenessTensors
import TestSupport
import Testing

@testable import Liveness

struct TextureTests {
  private func plane(_ width: Int, _ height: Int, _ sample: (Int, Int) -> Int) -> BytePlane {
    let samples = (0..<height).flatMap { y in (0..<width).map { UInt8(sample($0, y)) } }
    return BytePlane(width: width, height: height, samples: samples)
  }

  @Test func `a dark pixel among bright ones has all bits, a bright one among dark none`() {
    let patterns = LocalBinaryPatterns(radius: 1)
    #expect(patterns.codes(of: plane(3, 3) { $0 == 1 && $1 == 1 ? 0 : 200 }) == [57])
    #expect(patterns.codes(of: plane(3, 3) { $0 == 1 && $1 == 1 ? 200 : 0 }) == [0])
  }

  @Test func `an edge is a pattern with a bin of its own, noise shares the last`() {
    let patterns = LocalBinaryPatterns(radius: 1)
    let edge = patterns.codes(of: plane(3, 3) { x, _ in x == 2 ? 200 : 100 - x })
    #expect(edge.allSatisfy { (1..<57).contains($0) })
    let checks = patterns.codes(
      of: plane(3, 3) { x, y in x == 1 && y == 1 ? 100 : (x + y).isMultiple(of: 2) ? 250 : 0 })
    #expect(checks == [58])
  }

  @Test func `a wave across has its phase, a flat plane none`() {
    let phases = LocalPhaseQuantization(window: 7)
    #expect(phases.codes(of: plane(9, 7) { _, _ in 90 }) == [0, 0, 0])
    let step = phases.codes(of: plane(7, 7) { x, _ in x < 3 ? 0 : 200 })
    #expect(step.count == 1 && step[0] != 0)
    #expect(phases.codes(of: plane(7, 7) { x, _ in x < 3 ? 0 : 100 }) == step)
  }

  @Test func `histograms sum to 1, and a plane that is too small has none`() {
    let ramp = plane(12, 10) { ($0 * 31 + $1 * 17) % 251 }
    for histogram in [
      LocalBinaryPatterns(radius: 2).histogram(of: ramp),
      LocalPhaseQuantization(window: 5).histogram(of: ramp),
    ] {
      #expect(abs(histogram.reduce(0, +) - 1) < 1e-5)
    }
    #expect(LocalBinaryPatterns(radius: 5).histogram(of: ramp).allSatisfy { $0 == 0 })
    #expect(LocalPhaseQuantization(window: 11).codes(of: ramp).isEmpty)
  }

  @Test func `red, grey and black are what they are by definition`() {
    func planes(_ r: UInt8, _ g: UInt8, _ b: UInt8) -> ([Int], [Int]) {
      let one = [r, g, b].map { BytePlane(width: 1, height: 1, samples: [$0]) }
      let planes = ColorPlanes(red: one[0], green: one[1], blue: one[2])
      return (planes.hsv.map { $0[0, 0] }, planes.yCbCr.map { $0[0, 0] })
    }
    #expect(planes(255, 0, 0).0 == [0, 255, 255])
    #expect(planes(0, 255, 0).0 == [60, 255, 255])
    #expect(planes(0, 0, 255).0 == [120, 255, 255])
    #expect(planes(90, 90, 90) == ([0, 0, 90], [90, 128, 128]))
    #expect(planes(0, 0, 0) == ([0, 0, 0], [0, 128, 128]))
  }
}

/// Against OpenCV, scikit-image, NumPy and scikit-learn; see make_goldens.py.
struct TextureGoldenTests {
  private let golden: SafetensorsFile

  init() throws { golden = try SafetensorsFile(at: Goldens.path("colortexture/texture.safetensors")) }

  /// The planes of a picture `[height, width, 3]`.
  private func planes(_ name: String) throws -> ColorPlanes {
    let (samples, shape) = try recorded(name)
    let planes = (0..<3).map { channel in
      BytePlane(
        width: shape[1], height: shape[0],
        samples: stride(from: channel, to: samples.count, by: 3).map { samples[$0] })
    }
    return ColorPlanes(red: planes[0], green: planes[1], blue: planes[2])
  }

  private func recorded(_ name: String) throws -> ([UInt8], [Int]) {
    let values = try golden.values(of: name, as: UInt8.self)
    return (values.elements, values.shape.dimensions)
  }

  @Test(arguments: ["colours", "image"])
  func `colours are taken apart as OpenCV does, to the bit`(name: String) throws {
    let planes = try planes(name)
    #expect(try planes.hsv.flatMap(\.samples) == recorded("\(name).hsv").0)
    #expect(try planes.yCbCr.flatMap(\.samples) == recorded("\(name).ycbcr").0)
  }

  @Test(arguments: [1, 2, 3])
  func `Row 5.22: every local binary pattern is scikit-image's`(radius: Int) throws {
    let planes = try planes("image")
    for (name, plane) in [("hue", planes.hsv[0]), ("luma", planes.yCbCr[0])] {
      let codes = LocalBinaryPatterns(radius: radius).codes(of: plane)
      #expect(try codes == recorded("lbp.\(name).\(radius)").0.map(Int.init))
    }
  }

  @Test(arguments: [3, 7])
  func `Row 5.22: every local phase is that of plain sums`(window: Int) throws {
    let planes = try planes("image")
    for (name, plane) in [("hue", planes.hsv[0]), ("luma", planes.yCbCr[0])] {
      let codes = LocalPhaseQuantization(window: window).codes(of: plane)
      #expect(try codes == recorded("lpq.\(name).\(window)").0.map(Int.init))
    }
  }

  @Test func `Row 5.22: the description of a picture is reproduced`() throws {
    let descriptor = ColorTextureDescriptor(radii: [1, 2, 3], window: 7)
    let features = try descriptor.features(of: planes("image"))
    #expect(features.count == descriptor.count)
    #expect(try features == golden.tensor("features").scalars)
  }

  @Test func `Row 5.22: the plane decides as scikit-learn's does`() throws {
    let file = try ModelFile(at: Goldens.path("colortexture/model.safetensors"))
    _ = try ColorTextureModel(file)
    let ours = try #require(file.golden.outputs["decision"])
    let theirs = try golden.tensor("sklearn.decision")
    #expect(Closeness.mismatch(ours.scalars, theirs.scalars, absolute: 1e-4) == nil)
    #expect(theirs.scalars[0] > 0 && theirs.scalars[1] < 0)
  }
}

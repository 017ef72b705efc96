import LivenessFaces
import LivenessLayers
import LivenessSensing
import LivenessTensors
import TestSupport
import Testing

/// What the trainer makes of a frame, recorded by Weights/Training/golden_preprocessing.py: the
/// library must feed the networks the same.
struct PreprocessingGoldenTests {
  private let file: SafetensorsFile
  private let image: ImageFrame
  private let depth: DepthFrame
  private let points: FaceKeyPoints

  init() throws {
    file = try SafetensorsFile(at: Goldens.path("faces/preprocessing.safetensors"))
    let pixels = try file.values(of: "frame.image", as: UInt8.self)
    let (height, width) = (pixels.shape[0], pixels.shape[1])
    image = try ImageFrame(width: width, height: height, pixels: pixels.elements)
    depth = try DepthFrame(
      width: width, height: height,
      raw: file.values(of: "frame.depth_mm", as: UInt16.self).elements, metresPerUnit: 0.001)
    let coordinates = try file.tensor("points").scalars.map(Double.init)
    points = FaceKeyPoints(
      points: (0..<68).map { SIMD2(coordinates[2 * $0], coordinates[2 * $0 + 1]) })
  }

  private func crop(_ name: String) throws -> FaceCrop {
    let box = try file.tensor("\(name).box").scalars.map(Double.init)
    return FaceCrop(
      around: FaceBox(x: box[0], y: box[1], width: box[2], height: box[3]), scale: 1.1, size: 112)
  }

  private func expectClose(_ actual: Tensor, _ name: String, within tolerance: Float) throws {
    let expected = try file.tensor(name)
    let mismatch = Closeness.mismatch(
      actual.reshaped(to: expected.shape), expected, absolute: tolerance, relative: 0)
    #expect(mismatch == nil, "\(name)")
  }

  @Test(arguments: [("enlarged", Float(1e-5)), ("reduced", 1e-3)])
  func `the grey crop is the trainer's`(name: String, tolerance: Float) throws {
    try expectClose(crop(name).grey(of: image), "\(name).crop.image", within: tolerance)
  }

  @Test(arguments: ["enlarged", "reduced"])
  func `the depth crop is the trainer's, hole for hole`(name: String) throws {
    let crop = try crop(name).depth(of: depth)
    let expected = try file.values(of: "\(name).crop.depth_mm", as: UInt16.self).elements
    let actual = crop.scalars.map { $0.isNaN ? 0 : UInt16(($0 * 1000).rounded()) }
    #expect(actual == expected)
  }

  @Test func `the standardized crop is the trainer's`() throws {
    let standardize = ImageStandardization(centerFraction: 0.6, floor: 0.02, clip: 4)
    try expectClose(
      standardize(crop("enlarged").grey(of: image)), "enlarged.standardized", within: 1e-4)
  }

  @Test func `the smoothed and standardized crop is the trainer's`() throws {
    let fields = try CardTexts.fields(
      #"""
      {"kind": "standardize", "centre_fraction": 0.6, "floor": 0.02, "clip": 4,
       "smoothing": [1, 4, 6, 4, 1]}
      """#)
    let standardize = try ImageStandardization(fields)
    let grey = try crop("enlarged").grey(of: image)
    try expectClose(standardize(grey), "enlarged.smoothed", within: 2e-3)
    try expectClose(standardize(grey, isSmoothed: false), "enlarged.standardized", within: 1e-4)
  }

  @Test(arguments: [DepthScale.metric, .relative])
  func `the relief is the trainer's`(scale: DepthScale) throws {
    let relief = DepthRelief(range: 0.1, holeValue: -1, relativeSpread: 0.05)
    try expectClose(
      relief(crop("enlarged").depth(of: depth), keyPoints: points, scale: scale),
      "enlarged.relief.\(scale)", within: 1e-3)
  }

  @Test(arguments: [DepthScale.metric, .relative])
  func `the picture of a depth map is the trainer's, to a level of grey`(scale: DepthScale) throws {
    let frame = try DepthFrame(
      width: depth.width, height: depth.height, values: depth.values, scale: scale)
    let crop = try crop("enlarged")
    let picture = crop.picture(of: frame)
    #expect(picture.modality == .depth)
    // One level more, because the nearest pixels are taken by a depth map, where 0 is a hole.
    let levels = try DepthFrame(
      width: picture.width, height: picture.height, raw: picture.pixels.map { UInt16($0) + 1 },
      metresPerUnit: 0.001)
    let expected = try file.values(of: "enlarged.picture.\(scale)", as: UInt8.self).elements
    let errors = zip(crop.depth(of: levels).scalars, expected).map {
      abs(($0 * 1000).rounded() - 1 - Float($1))
    }
    #expect((errors.max() ?? .infinity) <= 1)
  }

  @Test func `the heatmap is the trainer's`() throws {
    let heatmaps = KeyPointHeatmaps(planes: 1, sigma: 1.8)
    try expectClose(heatmaps.draw(points, size: 112), "heatmap", within: 1e-3)
  }
}

import LivenessLayers
import LivenessSensing
import LivenessTensors
import TestSupport
import Testing

@testable import LivenessFaces

struct KeyPointModelTests {
  /// The golden file's numbers are rounded to 32 bits and summed in another order.
  private let tolerance: Float = 1e-4

  private func pairs(_ points: [SIMD2<Double>]) -> [Float] {
    points.flatMap { [Float($0.x), Float($0.y)] }
  }

  @Test func `points, eyes, visibility and openness are those that PyTorch found`() throws {
    let (crop, record) = try SmallKeyPoints.recorded()
    let found = try #require(try SmallKeyPoints().model().find(on: crop))
    let eyes = try #require(found.eyes)
    let all = pairs(found.points) + pairs(eyes.pupils) + pairs(eyes.canthi)
    let points = try record.tensor("points").scalars
    #expect(Closeness.mismatch(all, points, absolute: tolerance) == nil)
    let visibility = try #require(found.visibility).map { Float($0) }
    let seen = try record.tensor("visibility").scalars
    #expect(Closeness.mismatch(visibility, seen, absolute: tolerance) == nil)
    let openness = try #require(found.openness)
    let gaps = try record.tensor("openness").scalars.map { max(0, $0) }
    let actual = [openness.leftEye, openness.rightEye, openness.mouth].map { Float($0) }
    #expect(Closeness.mismatch(actual, gaps, absolute: tolerance) == nil)
    #expect(found[.pupils] == eyes.pupils && found[.canthi] == eyes.canthi)
  }

  @Test func `threads do not change a bit`() throws {
    let (crop, _) = try SmallKeyPoints.recorded()
    let model = try SmallKeyPoints().model()
    #expect(model.find(on: crop, threads: 1) == model.find(on: crop, threads: 3))
  }

  @Test func `the default network marks eyes of their own, and says what can be seen`() throws {
    let path = Goldens.path("../../Weights/key-points-74.safetensors")
    let model = try KeyPointModel(ModelFile(at: path))
    let found = try #require(model.find(on: try SmallKeyPoints.recorded().crop))
    #expect(found.eyes?.pupils.count == 2 && found.eyes?.canthi.count == 4)
    #expect(found.visibility?.count == 74 && found.openness != nil)
    #expect(model.modalities == [.nearInfrared, .nearInfraredWithDots, .color, .depth])
  }

  @Test func `a network may give the 68 points alone`() throws {
    var small = try SmallKeyPoints()
    small.card = small.card
      .replacing("multipie-68-eyes-6", with: "multipie-68")
      .replacing("\"channels\":74,\"kernel\":[1,1]", with: "\"channels\":68,\"kernel\":[1,1]")
    func cut(_ name: String, to shape: Shape) throws {
      let scalars = try #require(small.tensors[name]).scalars
      small.tensors[name] = Tensor(shape: shape, scalars: Array(scalars[..<shape.count]))
    }
    try cut("heatmaps.conv.weight", to: [68, 3, 1, 1])
    try cut("heatmaps.conv.bias", to: [68])
    try cut("golden.output.heatmaps", to: [1, 68, 32, 32])
    let (crop, record) = try SmallKeyPoints.recorded()
    let found = try #require(try small.model().find(on: crop))
    let points = Array(try record.tensor("points").scalars[..<136])
    #expect(Closeness.mismatch(pairs(found.points), points, absolute: tolerance) == nil)
    #expect(found.eyes == nil)
  }

  @Test func `a crop that is no image gives no points`() throws {
    let crop = Tensor(
      shape: [112, 112], scalars: [Float](repeating: .infinity, count: 112 * 112))
    #expect(try SmallKeyPoints().model().find(on: crop) == nil)
  }

  @Test(arguments: [
    ("\"multipie-68-eyes-6\"", "\"mediapipe-478\"", "output.points"),
    ("[\"heatmaps\",\"visibility\",", "[\"heatmaps\",", "architecture.outputs"),
    ("\"outputs\":[\"heatmaps\",", "\"outputs\":[", "architecture.outputs"),
    ("\"to\":\"visibility\"", "\"to\":\"clarity\"", "architecture.outputs"),
    (
      "\"channels\":74,\"kernel\":[1,1]", "\"channels\":73,\"kernel\":[1,1]",
      "architecture.outputs"
    ),
    ("\"channels\":3,\"kernel\":[7,7]", "\"channels\":4,\"kernel\":[7,7]", "architecture.outputs"),
    (
      "\"to\":\"openness\",\"weight\":\"openness.conv.weight\",\"channels\":3,\"kernel\":[7,7]",
      "\"to\":\"openness\",\"weight\":\"openness.conv.weight\",\"channels\":3,\"kernel\":[6,6]",
      "architecture.outputs"
    ),
    ("\"steps\"", "\"stages\"", "architecture.steps"),
    ("\"size\":112", "\"size\":96", "crop.size"),
    ("\"scale\":1.1", "\"scale\":0.1", "crop.scale"),
    ("\"stride\":4,\"margin\":2", "\"stride\":0,\"margin\":2", "output.heatmaps.stride"),
    ("\"stride\":4,\"margin\":2", "\"stride\":4,\"margin\":-1", "output.heatmaps.margin"),
    ("\"heatmaps\":{", "\"maps\":{", "output.heatmaps"),
    ("\"kind\":\"key-points\"", "\"kind\":\"face-detector\"", "kind"),
  ])
  func `a member that is not as expected is told with its place`(
    text: String, replacement: String, path: String
  ) throws {
    var small = try SmallKeyPoints()
    let card = small.card.replacing(text, with: replacement)
    #expect(card != small.card)
    small.card = card
    let error = #expect(throws: CheckpointError.self) { try small.model() }
    guard case .card(let found, _, _) = error else {
      Issue.record("expected an error of the card, found \(String(describing: error))")
      return
    }
    #expect(found.hasPrefix(path))
  }

  @Test func `a missing parameter and a golden vector that differs are refused`()
    throws
  {
    var small = try SmallKeyPoints()
    small.tensors["openness.conv.bias"] = nil
    #expect(throws: CheckpointError.self) { try small.model() }
    small = try SmallKeyPoints()
    let bias = try #require(small.tensors["visibility.conv.bias"])
    small.tensors["visibility.conv.bias"] = Tensor(
      shape: bias.shape, scalars: bias.scalars.map { $0 + 1 })
    let error = #expect(throws: CheckpointError.self) { try small.model() }
    guard case .golden(let name, _, _, _, _) = error else {
      Issue.record("expected a golden vector that differs, found \(String(describing: error))")
      return
    }
    #expect(name.hasSuffix("visibility"))
  }
}

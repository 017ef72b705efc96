import LivenessFaces
import LivenessLayers
import LivenessTensors
import TestSupport
import Testing

struct LowPassTests {
  private func read(_ weights: String) throws -> LowPass {
    try LowPass(
      "smoothing", in: CardTexts.fields(#"{"smoothing": \#(weights)}"#, path: "normalization"))
  }

  @Test func `weights count in proportion`() throws {
    #expect(try read("[1, 2, 1]").weights == [0.25, 0.5, 0.25])
    #expect(try read("[0.5, 1, 0.5]") == read("[1, 2, 1]"))
    #expect(try read("[3]").weights == [1])
  }

  @Test func `a point is spread over its neighbours, and a border repeats its pixels`() throws {
    let filter = try read("[1, 2, 1]")
    let point = Tensor(shape: [3, 3], scalars: [0, 0, 0, 0, 16, 0, 0, 0, 0])
    #expect(filter(point).scalars == [1, 2, 1, 2, 4, 2, 1, 2, 1])
    let corner = Tensor(shape: [2, 3], scalars: [16, 0, 0, 0, 0, 0])
    #expect(filter(corner).scalars == [9, 3, 0, 3, 1, 0])
  }

  @Test func `planes are filtered by themselves`() throws {
    let filter = try read("[1, 4, 6, 4, 1]")
    var generator = SeededGenerator(seed: 8)
    let color = generator.tensor([3, 7, 5], in: 0...1)
    let planes = (0..<3).map { plane in
      filter(
        Tensor(shape: [7, 5], scalars: Array(color.scalars[plane * 35..<(plane + 1) * 35])))
    }
    #expect(filter(color).scalars == planes.flatMap(\.scalars))
  }

  @Test(arguments: [0, -1, .nan, .infinity, 1e300])
  func `a spread that is none changes nothing`(sigma: Double) {
    let crop = Tensor(shape: [2, 2], scalars: [1, 2, 3, 4])
    #expect(DotSuppression.gaussian(sigma: sigma)(crop) == crop)
  }

  @Test func `an image without pixels stays one`() throws {
    let none = Tensor(shape: [0, 3], scalars: [])
    #expect(try read("[1, 2, 1]")(none) == none)
  }

  @Test(arguments: [
    "[]", "[1, 1]", "[1, 2, 3]", "[0, 1, 0]", "[-1, 3, -1]", "[1e7, 1, 1e7]",
    "[\(String(repeating: "1, ", count: 32))1]",
  ])
  func `weights that are no low-pass are refused by their place`(weights: String) throws {
    let error = #expect(throws: CheckpointError.self) { try read(weights) }
    guard case .card("normalization.smoothing", _, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}

import LivenessFaces
import LivenessLayers
import LivenessSensing
import LivenessTensors
import TestSupport
import Testing

struct InputMeasurementTests {
  private let face = FaceBox(x: 3, y: 4, width: 90, height: 120)

  /// A crop of ten pixels a side, whose middle is rows and columns 2 to 7.
  private func crop(_ value: (_ x: Int, _ y: Int) -> Float) -> Tensor {
    Tensor(
      shape: [10, 10], scalars: (0..<10).flatMap { y in (0..<10).map { x in value(x, y) } })
  }

  private func isMiddle(_ x: Int, _ y: Int) -> Bool { (2...7).contains(x) && (2...7).contains(y) }

  @Test func `half black and half white has brightness and contrast of one half`() {
    let inputs = InputMeasurement(
      face: face, image: crop { x, y in isMiddle(x, y) ? Float(x % 2) : 0.9 },
      depth: crop { _, _ in 0.5 }, scale: .metric)
    #expect(inputs[.faceSize] == 120)
    #expect(inputs[.imageBrightness] == 0.5)
    #expect(inputs[.imageContrast] == 0.5)
    #expect(inputs[.faceDistance] == 0.5)
    #expect(inputs[.depthRelief] == 0)
    #expect(inputs[.depthCoverage] == 1)
  }

  @Test func `depth is measured in the middle, and holes only cover less`() {
    let depth = crop { x, y in
      guard isMiddle(x, y) else { return 9 }
      return x == 2 ? .nan : 1 + Float(x - 3) * 0.125
    }
    let inputs = InputMeasurement(
      face: face, image: crop { _, _ in 0 }, depth: depth, scale: .metric)
    #expect(inputs[.depthCoverage] == 30.0 / 36)
    #expect(inputs[.faceDistance] == 1.25)
    #expect(inputs[.depthRelief] == 0.5)
  }

  @Test func `without depth, or with depth of no unit, there is neither distance nor relief`() {
    let black = crop { _, _ in 0 }
    let empty = InputMeasurement(
      face: face, image: black, depth: crop { _, _ in .nan }, scale: .metric)
    #expect(empty[.depthCoverage] == 0)
    let relative = InputMeasurement(
      face: face, image: black, depth: crop { x, _ in Float(x) }, scale: .relative)
    #expect(relative[.depthCoverage] == 1)
    for inputs in [empty, relative] {
      #expect(inputs[.faceDistance] == nil)
      #expect(inputs[.depthRelief] == nil)
    }
    let infinite = InputMeasurement(values: [.faceSize: .nan, .faceDistance: .infinity])
    #expect(infinite[.faceSize] == nil && infinite[.faceDistance] == nil)
  }

  @Test(arguments: ["enlarged", "reduced"])
  func `the quantities are the trainer's`(name: String) throws {
    let file = try SafetensorsFile(at: Goldens.path("faces/preprocessing.safetensors"))
    let expected = try file.values(of: "\(name).inputs", as: Double.self).elements
    let box = try file.tensor("\(name).box").scalars.map(Double.init)
    let grey = try file.tensor("\(name).crop.image")
    let millimetres = try file.values(of: "\(name).crop.depth_mm", as: UInt16.self).elements
    let depths = millimetres.map { $0 == 0 ? .nan : Float($0) / 1000 }
    let inputs = InputMeasurement(
      face: FaceBox(x: box[0], y: box[1], width: box[2], height: box[3]), image: grey,
      depth: Tensor(shape: grey.shape, scalars: depths), scale: .metric)
    // The reduced crop is stored in half precision.
    let tolerance = name == "reduced" ? 1e-4 : 1e-9
    for (quantity, value) in zip(InputQuantity.allCases, expected) {
      #expect(abs(try #require(inputs[quantity]) - value) <= tolerance * value, "\(quantity)")
    }
  }
}

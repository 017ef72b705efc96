import LivenessTensors
import Testing

struct ShapeTests {
  @Test func `a shape counts the product of its extents`() {
    let shape: Shape = [2, 3, 4]
    #expect(shape.count == 24)
    #expect(shape.rank == 3)
    #expect(shape[1] == 3)
    #expect(shape.description == "[2, 3, 4]")
  }

  @Test func `the empty shape holds one scalar and an extent of 0 none`() {
    #expect(Shape([]).count == 1)
    #expect(Shape([3, 0, 5]).count == 0)
    #expect(Shape([Int.max, 2, 0]).count == 0)
  }

  @Test func `extents that make no shape are told apart without a trap`() {
    #expect(Shape.count(of: [2, -1]) == nil)
    #expect(Shape.count(of: [0, -1]) == nil)
    #expect(Shape.count(of: [-1, 0]) == nil)
    #expect(Shape.count(of: [1 << 40, 1 << 40]) == nil)
    #expect(Shape.count(of: [Int.max, 2]) == nil)
    #expect(Shape.count(of: [Int.max, 1]) == Int.max)
    #expect(Shape.count(of: [Int.max, 2, 0]) == 0)
  }

  @Test func `a negative extent is a programmer's mistake`() async {
    await #expect(processExitsWith: .failure) { _ = Shape([2, -1]) }
  }
}

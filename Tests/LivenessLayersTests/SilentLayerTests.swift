import Foundation
import LivenessTensors
import TestSupport
import Testing

@testable import LivenessLayers

/// Central differences, patches and depth scores, by eye and against PyTorch.
struct SilentLayerTests {
  private struct Recorded: Decodable {
    struct Difference: Decodable {
      let inputs, outputs, size, kernel, stride, groups: Int
      let theta: Float
      let result: [Float]
    }
    struct Patches: Decodable {
      let patches, vote: [Float]
    }
    struct Scores: Decodable {
      let plain, masked: [Float]
    }
    let differences: [Difference]
    let patches: Patches
    let scores: Scores

    private enum CodingKeys: String, CodingKey {
      case patches
      case differences = "central_difference"
      case scores = "depth_scores"
    }
  }

  private func recorded() throws -> Recorded {
    let file = URL(fileURLWithPath: Goldens.path("silent/layers.json"))
    return try JSONDecoder().decode(Recorded.self, from: Data(contentsOf: file))
  }

  /// What the recording script makes up.
  private func ramp(_ shape: Shape, _ step: Int, _ modulus: Int) -> Tensor {
    Tensor(
      shape: shape,
      scalars: (0..<shape.count).map { Float($0 * step % modulus - modulus / 2) / 8 })
  }

  @Test func `Row 5.23: a central difference does not see brightness`() {
    let filter = Tensor(shape: [1, 1, 3, 3], scalars: [0, 1, 0, 2, 3, 0, 0, 0, 1])
    let flat = Tensor(shape: [1, 1, 3, 3], scalars: [Float](repeating: 5, count: 9))
    let convolution = CentralDifferenceConv2D(Conv2D(weight: filter), theta: 1).folded
    #expect(convolution(flat).scalars == [0])
    let half = CentralDifferenceConv2D(Conv2D(weight: filter), theta: 0.5).folded
    #expect(half(flat).scalars == [17.5])
  }

  @Test func `Row 5.23: a folded central difference is what PyTorch gives`() throws {
    for one in try recorded().differences {
      let plain = Conv2D(
        weight: ramp([one.outputs, one.inputs / one.groups, one.kernel, one.kernel], 29, 53),
        bias: ramp([one.outputs], 5, 11), stride: one.stride, padding: one.kernel / 2,
        groups: one.groups)
      let folded = CentralDifferenceConv2D(plain, theta: one.theta).folded
      let found = folded(ramp([2, one.inputs, one.size, one.size], 37, 101))
      #expect(Closeness.mismatch(found.scalars, one.result) == nil, "\(one)")
    }
  }

  @Test func `Row 5.23: patches lie evenly over a map and vote by their mean`() throws {
    #expect(PatchGrid(size: 3, count: 3).starts(within: 7) == [0, 2, 4])
    #expect(PatchGrid(size: 3, count: 4).starts(within: 10) == [0, 2, 5, 7])
    #expect(PatchGrid(size: 3, count: 1).starts(within: 8) == [2])
    #expect(PatchGrid(size: 3, count: 2).starts(within: 3) == [0, 0])
    let grid = PatchGrid(size: 3, count: 3)
    let recorded = try recorded().patches
    let patches = grid.patches(of: ramp([1, 2, 7, 9], 37, 101))
    #expect(patches.shape == [9, 2, 3, 3])
    #expect(patches.scalars == recorded.patches)
    let means = stride(from: 0, to: patches.scalars.count, by: 9).map {
      patches.scalars[$0..<$0 + 9].reduce(0, +) / 9
    }
    let vote = PatchGrid.vote(Softmax(axis: 1)(Tensor(shape: [9, 2], scalars: means)))
    #expect(Closeness.mismatch(vote.scalars, recorded.vote) == nil)
  }

  @Test func `Row 5.23: the score of a depth map is its mean`() throws {
    let recorded = try recorded().scores
    let maps = ramp([3, 1, 4, 5], 37, 101)
    #expect(Closeness.mismatch(DepthMapScore()(maps).scalars, recorded.plain) == nil)
    let mask = ramp([4, 5], 29, 53)
    let ones = Tensor(shape: [4, 5], scalars: mask.scalars.map { $0 > 0 ? 1 : 0 })
    #expect(Closeness.mismatch(DepthMapScore()(maps, mask: ones).scalars, recorded.masked) == nil)
    let none = DepthMapScore()(maps, mask: Tensor(shape: [4, 5]))
    #expect(none.scalars.allSatisfy { $0.isNaN })
  }
}

import Foundation
import TestSupport
import Testing

@testable import Liveness
@testable import LivenessLayers

struct NetworkDescriptionTests {
  private typealias Model = DescribedModel

  private static var small: DescribedModel {
    Model.twoBranches([Model.stage([4]), Model.stage([6])], [Model.stage([4])])
  }

  @Test func `a description is read as it is written`() throws {
    let description = try Self.small.description
    #expect(description.inputs.map(\.name) == ["depth", "image"])
    #expect(description.inputs.map(\.channels) == [2, 2])
    #expect(description.branches.map(\.name) == ["depth", "image"])
    #expect(description.branches.map(\.architecture.stages.count) == [2, 1])
    let stage = NetworkDescription.Stage(convolutions: [.init(channels: 4)])
    #expect(description.branches[1].architecture.stages == [stage])
    #expect(description.fusion == NetworkDescription.Fusion(.concat))
    #expect(description.hidden == [5])
  }

  @Test func `costs of a small network can be counted by hand`() throws {
    // Depth: 3·3·2·4 filters at 32², 3·3·4·6 at 16², 6·8·8·6 weights. Image: the first, 4·16·16·6.
    // Head: 12·5 and 5·2.
    let cost = try Self.small.description.cost
    #expect(
      cost.multiplyAdds == 72 * 1024 + 216 * 256 + 2304 + 72 * 1024 + 6144 + 60 + 10)
    let weights = 72 + 216 + 2304 + 72 + 6144 + 60 + 10
    #expect(cost.parameters == weights + 4 * (4 + 6 + 4) + 6 + 6 + 5 + 2)
  }

  @Test func `inputs are taken in the order of the branches`() throws {
    let model = Self.small.replacing(
      #""name": "depth", "inputs": ["depth"]"#, with: #""name": "a", "inputs": ["image"]"#
    ).replacing(
      #""name": "image", "inputs": ["image"]"#, with: #""name": "b", "inputs": ["depth"]"#)
    #expect(try model.description.inputs.map(\.name) == ["image", "depth"])
  }

  /// A text of the description, what stands in its place, and the path of the error.
  private static let wrong: [(String, String, String)] = [
    (#""kernel": 3"#, #""kernel": 4"#, "architecture.branches[0].stages[0].convolutions[0].kernel"),
    (
      #""kernel": 3"#, #""kernel": 9"#,
      "architecture.branches[0].stages[0].convolutions[0].kernel"
    ),
    (
      #""channels": 6"#, #""channels": 0"#,
      "architecture.branches[0].stages[1].convolutions[0].channels"
    ),
    (
      #""stride": 1"#, #""stride": 1.5"#,
      "architecture.branches[0].stages[0].convolutions[0].stride"
    ),
    (
      #""normalization": "batch""#, #""normalization": "group""#,
      "architecture.branches[0].stages[0].normalization"
    ),
    (
      #""activation": "relu""#, #""activation": "gelu""#,
      "architecture.branches[0].stages[0].activation"
    ),
    (
      #""downsampling": "max""#, #""downsampling": true"#,
      "architecture.branches[0].stages[0].downsampling"
    ),
    (
      #""downsampling": "max"}"#, #""downsampling": "max", "dropout": 0.5}"#,
      "architecture.branches[0].stages[0].dropout"
    ),
    (#""dense": [6]"#, #""dense": []"#, "architecture.branches[0].dense"),
    (#""dense": [6]"#, #""dense": [6, 5000]"#, "architecture.branches[0].dense[1]"),
    (#""hidden": [5]"#, #""hidden": [1, 2, 3, 4, 5]"#, "architecture.hidden"),
    (#""kind": "concat""#, #""kind": "product""#, "architecture.fusion.kind"),
    (#""kind": "concat""#, #""kind": "full""#, "architecture.fusion.features"),
    (
      #""kind": "concat""#, #""kind": "concat", "inputs": ["depth"]"#,
      "architecture.fusion.inputs[0]"
    ),
    (#""inputs": ["image"]"#, #""inputs": ["depth"]"#, "architecture.branches[1].inputs[0]"),
    (#""inputs": ["image"]"#, #""inputs": ["sound"]"#, "architecture.branches[1].inputs[0]"),
    (#""inputs": ["image"]"#, #""inputs": []"#, "architecture.branches[1].inputs"),
    (
      #""name": "image", "inputs""#, #""name": "depth", "inputs""#, "architecture.branches[1].name"
    ),
    (
      #""name": "image", "inputs""#, #""name": "i.mage", "inputs""#,
      "architecture.branches[1].name"
    ),
    (#""hidden": [5]"#, #""hidden": [5], "width": 3"#, "architecture.width"),
    (#""height": 32"#, #""height": 31"#, "inputs[0]"),
  ]

  @Test(arguments: wrong) func `a wrong description is refused by the path of the wrong field`(
    text: String, other: String, path: String
  ) {
    var model = Self.small
    model.members = model.members.replacingFirst(text, with: other)
    let error = #expect(throws: CheckpointError.self) { try model.description }
    guard case .card(let found, let expected, let value) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found == path)
    #expect(!expected.isEmpty && !value.isEmpty)
  }

  @Test func `a map of one pixel is not halved, and has no statistics of its own`() throws {
    let halved = Array(repeating: Model.stage([2]), count: 5)
    let plain = Model.twoBranches(halved, [Model.stage([2])])
    #expect(try plain.description.branches[0].architecture.stages.count == 5)
    let again = Model.twoBranches(halved + [Model.stage([2])], [Model.stage([2])])
    #expect(refusedPath(again) == "architecture.branches[0].stages[5].downsampling")
    let instance = Model.stage([2], normalization: "instance", downsampling: "none")
    let last = Model.twoBranches(halved + [instance], [Model.stage([2])])
    #expect(refusedPath(last) == "architecture.branches[0].stages[5].normalization")
  }

  @Test(arguments: [
    Model.twoBranches([Model.stage([1024, 1024])], [Model.stage([1])]),
    Model.twoBranches(
      [Model.stage([1])], [Model.stage([1])], dense: [[4096, 4096], [4096, 4096]]),
    Model.twoBranches([Model.stage([900], downsampling: "none")], [Model.stage([1])], size: 256),
  ])
  func `a network beyond the budget is refused before it is made`(model: DescribedModel) {
    #expect(refusedPath(model) == "architecture")
  }

  @Test func `a description with any bytes changed is read within the budget, or refused`() throws {
    var generator = SeededGenerator(seed: 0xDE5C)
    let text = Array(Self.small.members.utf8)
    let tokens = [
      "0", "1", "7", "99999999999", "-1", "1e300", "null", "[]", "{}", "\"\"", "\"none\"",
    ]
    var count = 0
    for _ in 0..<2000 {
      var changed = text
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0..<changed.count, using: &generator)
        let end = min(changed.count, place + Int.random(in: 1...4, using: &generator))
        let token = tokens[Int.random(in: 0..<tokens.count, using: &generator)]
        changed.replaceSubrange(place..<end, with: Array(token.utf8))
      }
      var model = Self.small
      model.members = String(decoding: changed, as: UTF8.self)
      if let description = try? model.description {
        #expect(description.cost.isWithinBudget)
      } else {
        count += 1
      }
    }
    #expect(count > 1000)
  }

  /// The path of the error that a description is refused with.
  private func refusedPath(_ model: DescribedModel) -> String? {
    do {
      _ = try model.description
      return nil
    } catch CheckpointError.card(let path, _, _) {
      return path
    } catch {
      return "\(error)"
    }
  }
}

extension String {
  fileprivate func replacingFirst(_ text: String, with other: String) -> String {
    guard let range = range(of: text) else {
      preconditionFailure("\(text) is not in \(self)")
    }
    return replacingCharacters(in: range, with: other)
  }
}

import Foundation
import LivenessSensing
import TestSupport
import Testing

@testable import Liveness
@testable import LivenessLayers

/// The examples of Documentation/WeightFormat.md.
struct DocumentedNetworkTests {
  /// The blocks of JSON that describe a network.
  private func examples() throws -> [String] {
    let path = Goldens.path("../../Documentation/WeightFormat.md")
    let blocks = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "```")
    return blocks.filter { $0.hasPrefix("json\n") && $0.contains("\"architecture\"") }
      .map { String($0.dropFirst(5)) }
  }

  @Test func `the example of a card describes a network`() throws {
    let card = try ModelCard(parsing: try #require(try examples().first))
    let description = try NetworkDescription(card)
    #expect(description.branches.map(\.name) == ["depth", "image"])
    #expect(description.branches[0].architecture.stages.count == 2)
  }

  @Test func `the example of a branch for the eyes is a model that can be loaded`() throws {
    let text = try #require(try examples().last).trimmingCharacters(in: .whitespacesAndNewlines)
    var model = DescribedModel(inputs: "", architecture: "")
    model.members = """
      \(text.dropFirst().dropLast()), "modalities": ["nir"], "crop": {"scale": 1.1, "size": 64},
      "output": {"classes": ["spoof", "live"]}
      """
    #expect(try model.description.fusedWidth == 24)
    #expect(try model.detector().neededModalities == [[.nearInfrared]])
  }
}

import LivenessLayers
import LivenessTensors
import TestSupport
import Testing

@testable import LivenessFaces

struct DetectorCardTests {
  @Test(arguments: [
    ("\"kind\": \"face-detector\"", "\"kind\": \"key-points\"", "kind"),
    ("\"fit\"", "\"bend\"", "resize.kind"),
    ("\"corner\"", "\"edge\"", "resize.place"),
    ("\"filter\": \"linear\"", "\"filter\": \"cubic\"", "resize.filter"),
    ("\"filling\": 0", "\"filling\": 256", "resize.filling"),
    ("[\"grey\"]", "[\"ultraviolet\"]", "inputs[0].content"),
    ("\"mean\": [0]", "\"mean\": [0, 0]", "inputs[0].normalization.mean"),
    ("\"scale\": 0.0039", "\"scale\": 20.0039", "inputs[0].normalization.scale"),
    ("\"op\": \"convolution\", \"from\": [\"image\"], \"to\": \"boxes\"",
      "\"op\": \"twist\", \"from\": [\"image\"], \"to\": \"boxes\"", "architecture.steps[1].op"),
    ("\"from\": [\"image\"], \"to\": \"boxes\"", "\"from\": [\"x\"], \"to\": \"boxes\"",
      "architecture.steps[1].from"),
    ("\"from\": [\"image\"], \"to\": \"boxes\"", "\"from\": [], \"to\": \"boxes\"",
      "architecture.steps[1].from"),
    ("\"to\": \"boxes\"", "\"to\": \"scores\"", "architecture.steps[1].to"),
    ("[\"scores\", \"boxes\"]", "[\"scores\", \"boxen\"]", "architecture.outputs"),
    ("\"channels\": 4", "\"channels\": 5", "output.levels[0]"),
    ("\"channels\": 4", "\"channels\": 40000", "architecture.steps[1].channels"),
    ("\"kernel\": [8, 8], \"stride\": [8, 8]},", "\"kernel\": [8], \"stride\": [8, 8]},",
      "architecture.steps[0].kernel"),
    ("\"kernel\": [8, 8], \"stride\": [8, 8]}]", "\"kernel\": [8, 8], \"stride\": [4, 4]}]",
      "output.levels[0]"),
    ("\"levels\": [{", "\"levels\": [], \"was\": [{", "output.levels"),
    ("\"sizes\": [8]", "\"sizes\": [8, -8]", "output.levels[0].sizes"),
    ("\"scores\": [\"scores\"]", "\"scores\": []", "output.levels[0].scores"),
    ("\"score\": \"sigmoid\"", "\"score\": \"tanh\"", "output.score"),
    ("\"exponential\"", "\"cubic\"", "output.size"),
    ("\"centre_variance\": 1", "\"centre_variance\": 0", "output.centre_variance"),
    ("\"score_threshold\": 0.5", "\"score_threshold\": 2", "detection.score_threshold"),
    ("\"greedy\"", "\"generous\"", "detection.suppression"),
    ("\"most_candidates\": 100", "\"most_candidates\": 100000000", "detection.most_candidates"),
  ])
  func `a member that is not as expected is told with its place`(
    text: String, replacement: String, path: String
  ) throws {
    let card = BrightSquare.card.replacing(text, with: replacement)
    #expect(card != BrightSquare.card)
    let error = #expect(throws: CheckpointError.self) {
      try BrightSquare.file(card: card).detector()
    }
    guard case .card(let found, _, _) = error else {
      Issue.record("expected an error of the card, found \(String(describing: error))")
      return
    }
    #expect(found == path)
  }

  @Test func `weights that do not reproduce the golden vector are refused`() throws {
    var file = BrightSquare.file()
    file.tensors["score.bias"] = Tensor(shape: [1], scalars: [-19.9])
    #expect(throws: CheckpointError.self) { try file.detector() }
  }

  @Test func `a graph that would take too much is refused before it is built`() throws {
    let huge = BrightSquare.card.replacing(
      "\"channels\": 4, \"kernel\": [8, 8]", with: "\"channels\": 4096, \"kernel\": [64, 64]")
    let steps = "\"steps\": [{\"op\": \"enlarge\", \"from\": [\"image\"], \"to\": \"a\", "
      + "\"factor\": 8}, {\"op\": \"widen\", \"from\": [\"a\"], \"to\": \"b\", "
      + "\"channels\": 4096},"
    let wide = BrightSquare.card.replacing("\"steps\": [", with: steps)
    for card in [huge, wide] {
      #expect(throws: CheckpointError.self) { try BrightSquare.file(card: card).detector() }
    }
  }

  @Test func `no damage to a card ends the process`() throws {
    var generator = SeededGenerator(seed: 8)
    let bytes = Array(BrightSquare.card.utf8)
    let words = ["0", "-1", "1e9", "[]", "{}", "null", "\"\"", "99999999999999999999", "4096"]
    var refused = 0
    for _ in 0..<1500 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0..<damaged.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: damaged[place] = UInt8.random(in: 32..<127, using: &generator)
        case 1: damaged.remove(at: place)
        default:
          guard let digit = damaged[place...].firstIndex(where: { (48...57).contains($0) })
          else { continue }
          let word = words.randomElement(using: &generator) ?? "0"
          damaged.replaceSubrange(digit...digit, with: Array(word.utf8))
        }
      }
      let file = BrightSquare.file(card: String(decoding: damaged, as: UTF8.self))
      do { _ = try file.detector() } catch { refused += 1 }
    }
    #expect(refused > 300)
    #expect(refused < 1500)
  }
}

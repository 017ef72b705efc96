import LivenessLayers
import TestSupport
import Testing

@testable import LivenessCommand

struct ModelDescriptionTests {
  private func describe(
    _ json: String, entries: [ModelDescription.Entry] = [], columns: Int = 80
  ) throws -> String {
    guard case .object(let card) = try JSONValue(parsing: json) else { return "" }
    return ModelDescription(card: card, entries: entries).text(columns: columns, style: .plain)
  }

  @Test func `what a network takes stands below its name, or why it cannot be built`() throws {
    let file = Goldens.path("../../Weights/depth-fusion.safetensors")
    var description = ModelDescription(of: try ModelFile(at: file))
    let text = description.text(columns: 100, style: .plain)
    #expect(text.contains(" · 103\u{202F}983\u{202F}232 multiply-adds · "))
    description.cost = .failure(
      .card(path: "architecture.hidden", expected: "0 to 4 widths", found: "5"))
    #expect(
      description.text(columns: 100, style: .plain).contains(
        "the network cannot be built: the model card's architecture.hidden must be 0 to 4 widths"))
  }

  @Test func `a card reads from its name to its tensors`() throws {
    let text = try describe(
      """
      {"format":"liveness-model/1","name":"depth-fusion","version":"1.0.0",
       "kind":"depth-fusion","inputs":[{"name":"depth","channels":2,"content":["depth","heatmap"],
         "normalization":{"kind":"reference-depth","hole_value":-1}}],
       "crop":{"scale":1.1,"size":112},"threshold":0.5,
       "evaluation":{"print":{"apcer":0.004,"interval":[0.001,0.01],"count":800},
                     "mask":{"apcer":0.21,"count":200}},
       "limits":["Tested on simulated captures alone.","Not tested on twins."]}
      """,
      entries: [
        ModelDescription.Entry(name: "head.weight", elementType: "F16", shape: [64, 128]),
        ModelDescription.Entry(name: "head.scale", elementType: "F16", shape: []),
        ModelDescription.Entry(name: "golden.output.logits", elementType: "F32", shape: [1, 2]),
      ])
    #expect(
      text == """
        depth-fusion 1.0.0
        depth-fusion · 8\u{202F}193 parameters · 2 tensors · liveness-model/1

        threshold  0.5

        inputs
          · name           depth
            channels       2
            content        depth, heatmap
            normalization
              kind        reference-depth
              hole value  -1

        crop
          scale  1.1
          size   112

        evaluation
                 apcer     interval  count
          print  0.004  0.001, 0.01    800
          mask    0.21            –    200

        limits
          · Tested on simulated captures alone.
          · Not tested on twins.

        tensors
          head.weight           F16   64 × 128
          head.scale            F16   scalar
          golden.output.logits  F32   1 × 2

        """)
  }

  @Test func `an error rate is one phrase, and a table that is too wide becomes a list`() throws {
    let rate = #"{"errors":69,"presentations":3872,"rate":0.01782,"interval_95":[0.01389,0.0225]}"#
    let json = #"{"evaluation":{"a":{"apcer":\#(rate),"samples":5},"b":{"samples":1}}}"#
    #expect(
      try describe(json).contains(
        """
        evaluation
                                        apcer  samples
          a  1.78 % (69 of 3872; 1.39–2.25 %)        5
          b                                 –        1
        """))
    #expect(
      try describe(json, columns: 40).contains(
        """
        evaluation
          a
            apcer    1.78 % (69 of 3872;
                     1.39–2.25 %)
            samples  5
          b
            samples  1
        """))
  }

  @Test func `long sentences are broken between words`() throws {
    let text = try describe(
      #"{"training_data":"one two three four five six seven eight nine ten eleven"}"#, columns: 40)
    #expect(
      text.contains(
        """
        training data  one two three four five
                       six seven eight nine ten
                       eleven
        """))
  }

  @Test func `a card cannot steer the terminal`() throws {
    let text = try describe(#"{"name":"a\u001b[2J","x\u0007":["\u001b]0;b"]}"#)
    #expect(!text.contains("\u{1B}") && !text.contains("\u{7}"))
  }
}

import LivenessLayers
import LivenessTensors
import TestSupport
import Testing

struct NetworkGraphTests {
  /// What a graph gives for an input, with the parameters given.
  private func run(
    _ steps: String, outputs: [String], _ input: Tensor, _ parameters: [String: Tensor] = [:],
    threads: Int = 1
  ) throws -> [Tensor] {
    let card = """
      {"format": "liveness-model/1", "name": "n", "version": "1", "kind": "test",
       "inputs": [{"name": "x", "channels": \(input.shape[1]), "height": \(input.shape[2]),
         "width": \(input.shape[3]), "content": ["grey"], "normalization": {"kind": "none"}}],
       "modalities": [], "output": {}, "golden_tolerance": 0, "licence": "x", "training_data": "x",
       "limits": [], "architecture": {"outputs": \(outputs), "steps": [\(steps)]}}
      """
    let parsed = try ModelCard(parsing: card)
    let graph = try NetworkGraph(
      try parsed.fields.object("architecture"), input: parsed.inputs[0])
    let shapes = try graph.shapes(height: input.shape[2], width: input.shape[3])
    var file = WeightFile()
    for (name, tensor) in parameters.sorted(by: { $0.key < $1.key }) { file.add(name, tensor) }
    let network = try SafetensorsFile(bytes: file.bytes).build {
      GraphNetwork(graph, shapes: shapes, from: $0)
    }
    return try network.plan(height: input.shape[2], width: input.shape[3])(
      [input], threads: threads)
  }

  private let square = Tensor(shape: [1, 1, 2, 2], scalars: [1, 2, 3, 4])

  @Test func `each step does what its name says`() throws {
    let steps = """
      {"op": "enlarge", "from": ["x"], "to": "large", "factor": 2},
      {"op": "maximum-pool", "from": ["x"], "to": "most", "kernel": [2, 2], "stride": [2, 2]},
      {"op": "widen", "from": ["x"], "to": "wide", "channels": 2},
      {"op": "sum", "from": ["x", "x"], "to": "twice"},
      {"op": "join", "from": ["x", "twice", "x"], "to": "three"}
      """
    let outputs = try run(steps, outputs: ["large", "most", "wide", "twice", "three"], square)
    #expect(outputs[0].scalars == [1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4])
    #expect(outputs[1] == Tensor(shape: [1, 1, 1, 1], scalars: [4]))
    #expect(outputs[2].scalars == [1, 2, 3, 4, 0, 0, 0, 0])
    #expect(outputs[3].scalars == [2, 4, 6, 8])
    #expect(outputs[4].scalars == [1, 2, 3, 4, 2, 4, 6, 8, 1, 2, 3, 4])
  }

  @Test func `a transposed convolution spreads each pixel over a block and is cut`() throws {
    let steps = """
      {"op": "widen", "from": ["x"], "to": "like", "channels": 1},
      {"op": "maximum-pool", "from": ["x"], "to": "p", "kernel": [2, 2], "stride": [2, 2]},
      {"op": "transposed-convolution", "from": ["p", "like"], "to": "y", "weight": "w",
       "bias": "b", "channels": 1, "factor": 3}
      """
    let weight = Tensor(shape: [1, 1, 3, 3], scalars: (1...9).map(Float.init))
    let bias = Tensor(shape: [1], scalars: [0.5])
    let outputs = try run(steps, outputs: ["y"], square, ["w": weight, "b": bias])
    #expect(outputs[0].scalars == [4.5, 8.5, 16.5, 20.5])
  }

  @Test func `padding may differ from side to side`() throws {
    let steps = """
      {"op": "convolution", "from": ["x"], "to": "y", "weight": "w", "channels": 1,
       "kernel": [2, 2], "padding": [0, 0, 1, 1]}
      """
    let weight = Tensor(shape: [1, 1, 2, 2], scalars: [1, 10, 100, 1000])
    let outputs = try run(steps, outputs: ["y"], square, ["w": weight])
    #expect(outputs[0].scalars == [4321, 402, 43, 4])
  }

  @Test func `normalization, a second map and an activation follow a convolution`() throws {
    let steps = """
      {"op": "convolution", "from": ["x", "x"], "to": "y", "weight": "w", "channels": 1,
       "normalization": {"mean": "m", "variance": "v", "scale": "s", "offset": "o",
                         "epsilon": 1e-12}, "slopes": "a"}
      """
    func number(_ number: Float) -> Tensor { Tensor(shape: [1], scalars: [number]) }
    let outputs = try run(
      steps, outputs: ["y"], square,
      [
        "w": Tensor(shape: [1, 1, 1, 1], scalars: [-4]), "m": number(2), "v": number(4),
        "s": number(1), "o": number(3), "a": number(0.5),
      ])
    // −2x − 1 + 3 + x = 2 − x, halved where it is negative.
    #expect(outputs[0].scalars == [1, 0, -0.5, -1])
  }

  @Test func `random chains agree with the layers one by one`() throws {
    var generator = SeededGenerator(seed: 478)
    for round in 0..<60 {
      let channels = Int.random(in: 1...9, using: &generator)
      let width = Int.random(in: 1...12, using: &generator)
      let (rows, columns) = (
        Int.random(in: 6...19, using: &generator), Int.random(in: 6...19, using: &generator)
      )
      let kernel = Int.random(in: 1...5, using: &generator)
      let stride = Int.random(in: 1...2, using: &generator)
      let padding = (0..<4).map { _ in Int.random(in: 0...2, using: &generator) }
      let x = generator.tensor([2, channels, rows, columns])
      let w = generator.tensor([width, channels, kernel, kernel])
      let t = generator.tensor([width, channels, 2, 2])
      let steps = """
        {"op": "convolution", "from": ["x"], "to": "c", "weight": "w", "channels": \(width),
         "kernel": [\(kernel), \(kernel)], "stride": [\(stride), \(stride)],
         "padding": \(padding), "activation": "relu"},
        {"op": "maximum-pool", "from": ["c"], "to": "m", "kernel": [2, 2], "stride": [1, 1],
         "padding": [1, 1, 0, 1]},
        {"op": "enlarge", "from": ["m"], "to": "e", "factor": 2},
        {"op": "transposed-convolution", "from": ["m", "e"], "to": "t", "weight": "t",
         "channels": \(channels), "factor": 2},
        {"op": "join", "from": ["e", "t"], "to": "j"}
        """
      let axes = [0, 1].map {
        WindowGeometry(
          kernel: kernel, stride: stride, padding: padding[$0], trailingPadding: padding[$0 + 2])
      }
      let window = Window2D(vertical: axes[0], horizontal: axes[1])
      let c = ReLU()(Conv2D(weight: w, window: window)(x))
      let pool = Window2D(
        vertical: WindowGeometry(kernel: 2, padding: 1, trailingPadding: 0),
        horizontal: WindowGeometry(kernel: 2, padding: 1, trailingPadding: 1))
      let m = MaxPool2D(window: pool)(c)
      let e = Resize2D(
        height: 2 * m.shape[2], width: 2 * m.shape[3], interpolation: .nearest)(m)
      let up = ConvTranspose2D(weight: t, window: Window2D(kernelSize: 2, stride: 2))(m)
      let outputs = try run(
        steps, outputs: ["c", "j"], x, ["w": w, "t": t],
        threads: Int.random(in: 1...3, using: &generator))
      let problem = "round \(round): \(x.shape), \(w.shape), stride \(stride), \(padding)"
      #expect(Closeness.mismatch(outputs[0], c) == nil, "\(problem)")
      #expect(Closeness.mismatch(outputs[1], Concat()([e, up])) == nil, "\(problem)")
    }
  }

  @Test func `a step that does not fit its maps is told with its place`() throws {
    let steps = """
      {"op": "maximum-pool", "from": ["x"], "to": "p", "kernel": [2, 2], "stride": [2, 2]},
      {"op": "sum", "from": ["x", "p"], "to": "s"}
      """
    #expect(
      throws: CheckpointError.card(
        path: "architecture.steps[1].from", expected: "a map of 1 channels of 2×2",
        found: "1 channels of 1×1")
    ) { try run(steps, outputs: ["s"], square) }
  }

  @Test func `what lies below a row of windows has a limit`() throws {
    let steps = """
      {"op": "convolution", "from": ["x"], "to": "y", "weight": "w", "channels": 1,
       "kernel": [1, 64]}
      """
    #expect(
      throws: CheckpointError.card(
        path: "architecture.steps[0].to",
        expected: "at most 16777216 scalars below a row of windows",
        found: "\(64 * 1024 * (1024 - 63))")
    ) { try run(steps, outputs: ["y"], Tensor(shape: [1, 1024, 1, 1024])) }
  }
}

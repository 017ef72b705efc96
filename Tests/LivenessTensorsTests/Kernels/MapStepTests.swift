import LivenessTensors
import TestSupport
import Testing

struct MapStepTests {
  @Test func `planes come back from every layout`() {
    var generator = SeededGenerator(seed: 0x1A_70)
    for channels in [1, 2, 3, 4, 7, 16, 17] {
      for (border, isDense) in [(0, false), (1, false), (0, true), (1, true)] {
        let layout = MapLayout(
          height: 3, width: 5, channels: channels, border: border, isDense: isDense)
        let planes = generator.tensor([channels * 15]).scalars
        var map = [Float](repeating: .nan, count: layout.count)
        var back = [Float](repeating: .nan, count: planes.count)
        unsafe layout.clearBorder(of: &map)
        unsafe layout.load(planes, into: &map)
        unsafe layout.store(map, into: &back)
        #expect(back == planes)
        // All but the room after the map is written.
        let size = layout.paddedHeight * layout.rowStride
        #expect(map[..<size].allSatisfy { !$0.isNaN }, "\(layout)")
        let sum = map[..<size].reduce(0.0) { $0 + Double(abs($1)) }
        #expect(abs(sum - planes.reduce(0.0) { $0 + Double(abs($1)) }) < 1e-9)
      }
    }
  }

  @Test func `a fully connected layer reads maps as PyTorch flattens them`() {
    let input = MapLayout(height: 2, width: 1, channels: 2)
    let output = MapLayout(vector: 1)
    let kernel = FullyConnected(
      weight: [1, 10, 100, 1000], bias: [0.5], input: input, output: output)
    #expect(MapRunner.run(kernel, [1, 2, 3, 4], input: input, output: output) == [4321.5])
  }

  @Test func `fully connected layers agree with the definition`() {
    var generator = SeededGenerator(seed: 0xFC)
    for _ in 0..<80 {
      func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
      let input = MapLayout(
        height: pick(1...5), width: pick(1...5), channels: pick(1...19), border: pick(0...1))
      let count = input.height * input.width * input.channels
      let output = MapLayout(vector: pick(1...40))
      let planes = generator.tensor([count]).scalars
      let weight = generator.tensor([output.channels, count]).scalars
      let bias = generator.tensor([output.channels]).scalars
      let slopes = generator.tensor([output.channels]).scalars
      let activations: [Activation] = [.none, .relu, .prelu(slopes: slopes)]
      let choice = pick(0...2)
      let kernel = FullyConnected(
        weight: weight, bias: bias, activation: activations[choice], input: input, output: output)
      let expected = (0..<output.channels).map { index in
        let sum = (0..<count).reduce(Double(bias[index])) {
          $0 + Double(weight[index * count + $1]) * Double(planes[$1])
        }
        return Float(
          sum < 0 ? (choice == 0 ? 1 : choice == 1 ? 0 : Double(slopes[index])) * sum : sum)
      }
      let actual = MapRunner.run(kernel, planes, input: input, output: output)
      if let mismatch = actual.map({ relativeMismatch($0, expected) }) ?? "wrote too far" {
        Issue.record("\(mismatch) in \(input) to \(output), \(activations[choice])")
      }
    }
  }

  @Test func `maps are added, weighed and rectified`() {
    var generator = SeededGenerator(seed: 0xADD)
    for round in 0..<60 {
      func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
      let (height, width, channels) = (pick(1...6), pick(1...6), pick(1...20))
      func layout() -> MapLayout {
        MapLayout(height: height, width: width, channels: channels, border: pick(0...1))
      }
      let (input, second, output) = (layout(), layout(), layout())
      let size = height * width
      let a = generator.tensor([channels * size]).scalars
      let b = generator.tensor([channels * size]).scalars
      let factors = generator.tensor([channels]).scalars
      let isRectified = round % 2 == 0
      func finish(_ value: Float) -> Float { isRectified && value < 0 ? 0 : value }
      let activation = isRectified ? Activation.relu : .none
      let cases: [(MapMerge.Operation, (MapLayout, [Float])?, [Float])] = [
        (.sum(of: second), (second, b), zip(a, b).map { finish($0 + $1) }),
        (
          .scale, (MapLayout(vector: channels), factors),
          a.indices.map { finish(a[$0] * factors[$0 / size]) }
        ),
        (.none, nil, a.map(finish)),
      ]
      for (operation, other, expected) in cases {
        let kernel = MapMerge(operation, activation: activation, input: input, output: output)
        let actual = MapRunner.run(kernel, a, input: input, other: other, output: output)
        #expect(actual == expected, "\(operation) of \(input) to \(output)")
      }
    }
  }

  @Test func `a resize blends the samples that it is given`() {
    var generator = SeededGenerator(seed: 0x5126)
    for _ in 0..<40 {
      func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
      let input = MapLayout(
        height: pick(1...5), width: pick(1...5), channels: pick(1...9), border: pick(0...1))
      let output = MapLayout(
        height: pick(1...7), width: pick(1...7), channels: input.channels, border: pick(0...1))
      func samples(_ count: Int, of extent: Int) -> [MapResize.Sample] {
        (0..<count).map { _ in
          MapResize.Sample(
            first: pick(0...extent - 1), second: pick(0...extent - 1),
            weight: Float(pick(0...4)) / 4)
        }
      }
      let rows = samples(output.height, of: input.height)
      let columns = samples(output.width, of: input.width)
      let planes = generator.tensor([input.channels * input.height * input.width]).scalars
      let kernel = MapResize(rows: rows, columns: columns, input: input, output: output)
      var expected: [Float] = []
      for channel in 0..<input.channels {
        func scalar(_ row: Int, _ column: Int) -> Float {
          planes[(channel * input.height + row) * input.width + column]
        }
        for y in rows {
          for x in columns {
            let upper = blend(scalar(y.first, x.first), scalar(y.first, x.second), x)
            let lower = blend(scalar(y.second, x.first), scalar(y.second, x.second), x)
            expected.append(blend(upper, lower, y))
          }
        }
      }
      let actual = MapRunner.run(kernel, planes, input: input, output: output)
      #expect(actual.map { relativeMismatch($0, expected) } == .some(nil), "\(input) to \(output)")
    }
  }

  @Test func `functions of vectors`() {
    let layout = MapLayout(vector: 3)
    let sigmoid = MapRunner.run(
      VectorFunction(.sigmoid, count: 3), [0, 1, -1], input: layout, output: layout)
    #expect(sigmoid.map { Closeness.mismatch($0, [0.5, 0.731_058_6, 0.268_941_4]) } == .some(nil))
    let softmax = MapRunner.run(
      VectorFunction(.softmax, count: 3), [100, 100, 100], input: layout, output: layout)
    #expect(softmax.map { Closeness.mismatch($0, [1 / 3, 1 / 3, 1 / 3]) } == .some(nil))
  }

  private func blend(_ a: Float, _ b: Float, _ sample: MapResize.Sample) -> Float {
    sample.first == sample.second ? a : (1 - sample.weight) * a + sample.weight * b
  }
}

import LivenessTensors
import TestSupport
import Testing

struct PoolingKernelTests {
  @Test func `the largest and the mean of four pixels`() throws {
    let input = MapLayout(height: 2, width: 2, channels: 1)
    let axis = WindowPlacement(
      inputCount: 2, outputCount: 1, kernel: 2, stride: 2, padding: 0, dilation: 1)
    let output = MapLayout(vector: 1)
    for (rule, expected) in [(WindowPooling.Rule.maximum, Float(4)), (.mean(counts: [4]), 2.5)] {
      let kernel = WindowPooling(
        rule, vertical: axis, horizontal: axis, input: input, output: output)
      #expect(MapRunner.run(kernel, [1, 4, 3, 2], input: input, output: output) == [expected])
    }
    let kernel = GlobalAveragePooling(input: input, output: output)
    #expect(MapRunner.run(kernel, [1, 4, 3, 2], input: input, output: output) == [2.5])
  }

  @Test func `every window agrees with the definition`() {
    var generator = SeededGenerator(seed: 0x9001)
    for _ in 0..<120 {
      func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
      let (kernel, stride, channels) = (pick(1...4), pick(1...3), pick(1...20))
      let padding = pick(0...kernel / 2)
      func place(_ extent: Int) -> WindowPlacement {
        let extent = max(extent, kernel - 2 * padding)
        return WindowPlacement(
          inputCount: extent, outputCount: (extent + 2 * padding - kernel) / stride + 1,
          kernel: kernel, stride: stride, padding: padding, dilation: 1)
      }
      let (vertical, horizontal) = (place(pick(1...9)), place(pick(1...9)))
      let input = MapLayout(
        height: vertical.inputCount, width: horizontal.inputCount, channels: channels,
        border: pick(0...1))
      let output = MapLayout(
        height: vertical.outputCount, width: horizontal.outputCount, channels: channels,
        border: pick(0...1))
      let planes = generator.tensor([channels * input.height * input.width]).scalars
      let counts = (0..<output.height * output.width).map { Float($0 % 5 + 1) }
      for rule in [WindowPooling.Rule.maximum, .mean(counts: counts)] {
        let pooling = WindowPooling(
          rule, vertical: vertical, horizontal: horizontal, input: input, output: output)
        let actual = MapRunner.run(pooling, planes, input: input, output: output)
        let expected = definition(
          planes, channels: channels, rule: rule, vertical: vertical, horizontal: horizontal)
        if let mismatch = actual.map({ Closeness.mismatch($0, expected) }) ?? "wrote too far" {
          Issue.record("\(mismatch) in \(rule), \(input), \(vertical), \(horizontal)")
        }
      }
      let global = GlobalAveragePooling(input: input, output: MapLayout(vector: channels))
      let means = MapRunner.run(
        global, planes, input: input, output: MapLayout(vector: channels))
      let size = input.height * input.width
      let expected = (0..<channels).map { channel in
        Float(
          planes[channel * size..<(channel + 1) * size].reduce(0.0) { $0 + Double($1) }
            / Double(size))
      }
      #expect(means.map { Closeness.mismatch($0, expected) } == .some(nil), "\(input)")
    }
  }

  private func definition(
    _ planes: [Float], channels: Int, rule: WindowPooling.Rule, vertical: WindowPlacement,
    horizontal: WindowPlacement
  ) -> [Float] {
    var result: [Float] = []
    for channel in 0..<channels {
      for row in 0..<vertical.outputCount {
        for column in 0..<horizontal.outputCount {
          var values: [Float] = []
          for i in 0..<vertical.kernel {
            for j in 0..<horizontal.kernel {
              let y = vertical.position(ofWindow: row, tap: i)
              let x = horizontal.position(ofWindow: column, tap: j)
              if 0..<vertical.inputCount ~= y, 0..<horizontal.inputCount ~= x {
                let line = channel * vertical.inputCount + y
                values.append(planes[line * horizontal.inputCount + x])
              }
            }
          }
          switch rule {
          case .maximum: result.append(values.max() ?? -.infinity)
          case .mean(let counts):
            result.append(values.reduce(0, +) / counts[row * horizontal.outputCount + column])
          }
        }
      }
    }
    return result
  }
}

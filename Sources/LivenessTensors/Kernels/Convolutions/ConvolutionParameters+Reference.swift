extension ConvolutionParameters {
  /// The convolution by its definition, one sum for each scalar of the result: the specification of
  /// every kernel.
  ///
  /// **Shape** `planes`: `[inputChannels, H, W]`; `other`, added before the activation: that of the
  /// result; result: `[outputChannels, H', W']`.
  package func reference(_ planes: [Float], adding other: [Float]? = nil) -> [Float] {
    let extents = (height: vertical.outputCount, width: horizontal.outputCount)
    var result: [Float] = []
    for output in 0..<outputChannels {
      var plane: [Float] = []
      for row in 0..<extents.height {
        for column in 0..<extents.width {
          plane.append(Float(sum(planes, output: output, row: row, column: column)))
        }
      }
      for row in 0..<outputExtents.height {
        for column in 0..<outputExtents.width {
          var value = plane[(isPooled ? 2 : 1) * (row * extents.width + column)]
          if isPooled {
            for corner in [1, extents.width, extents.width + 1] {
              value = max(value, plane[2 * (row * extents.width + column) + corner])
            }
          }
          if let other { value += other[result.count] }
          result.append(activated(value, channel: output))
        }
      }
    }
    return result
  }

  private func sum(_ planes: [Float], output: Int, row: Int, column: Int) -> Double {
    let channels = inputChannels / groups
    let first = output / (outputChannels / groups) * channels
    var sum = Double(bias?[output] ?? 0)
    for i in 0..<vertical.kernel {
      for j in 0..<horizontal.kernel {
        let y = vertical.position(ofWindow: row, tap: i)
        let x = horizontal.position(ofWindow: column, tap: j)
        guard 0..<vertical.inputCount ~= y, 0..<horizontal.inputCount ~= x else { continue }
        for channel in 0..<channels {
          let pixel = ((first + channel) * vertical.inputCount + y) * horizontal.inputCount + x
          let weight = weight(output: output, channel: channel, row: i, column: j)
          sum += Double(weight) * Double(planes[pixel])
        }
      }
    }
    return sum
  }

  private func activated(_ value: Float, channel: Int) -> Float {
    switch activation {
    case .none: value
    case .relu: value < 0 ? 0 : value
    case .prelu(let slopes): value < 0 ? slopes[slopes.count == 1 ? 0 : channel] * value : value
    }
  }
}

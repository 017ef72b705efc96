extension NetworkDescription {
  /// What the network takes.
  package var cost: NetworkCost {
    var cost = NetworkCost()
    for input in inputs { cost.addMap(channels: input.channels, extent: input.size) }
    for branch in branches { add(branch, to: &cost) }
    if case .full(let features) = fusion.kind {
      cost.addLinear(inputs: joinedWidth, outputs: features)
    }
    // Sums and vectors side by side.
    for _ in 0..<branches.count + fusion.inputs.count {
      cost.addMap(channels: joinedWidth, extent: 1)
    }
    var width = fusedWidth
    for next in hidden + [2] {
      cost.addLinear(inputs: width, outputs: next)
      width = next
    }
    return cost
  }

  private func add(_ branch: Branch, to cost: inout NetworkCost) {
    let inputs = inputs(branch.inputs)
    var channels = inputs.reduce(0) { $0 + $1.channels }
    var extent = inputs.first?.size ?? 0
    for _ in inputs.dropFirst() { cost.addMap(channels: channels, extent: extent) }
    for stage in branch.architecture.stages {
      for convolution in stage.convolutions {
        extent = convolution.extent(of: extent)
        cost.addConvolution(
          inputs: channels, outputs: convolution.channels, kernel: convolution.kernel,
          extent: extent, hasBias: stage.normalization == .none)
        channels = convolution.channels
        cost.add(stage.normalization, stage.rectifier, channels: channels, extent: extent)
      }
      cost.add(stage.downsampling, channels: channels, extent: extent)
      if stage.downsampling != .none { extent /= 2 }
    }
    for width in branch.architecture.dense {
      cost.addLinear(inputs: channels, extent: extent, outputs: width)
      (channels, extent) = (width, 1)
    }
  }
}

extension NetworkCost {
  fileprivate mutating func add(
    _ normalization: NetworkDescription.Stage.Normalization,
    _ rectifier: NetworkDescription.Stage.Rectifier, channels: Int, extent: Int
  ) {
    switch normalization {
    case .batch: parameters += 4 * channels
    case .instance, .layer:
      parameters += 2 * channels
      addMap(channels: channels, extent: extent)
    case .none: break
    }
    if rectifier == .prelu { parameters += channels }
  }

  fileprivate mutating func add(
    _ downsampling: NetworkDescription.Stage.Downsampling, channels: Int, extent: Int
  ) {
    switch downsampling {
    case .none: break
    case .max, .average: addMap(channels: channels, extent: extent / 2)
    case .strided:
      addConvolution(
        inputs: channels, outputs: channels, kernel: 2, extent: extent / 2, hasBias: true)
    }
  }
}

/// The shapes of the maps of a ``NetworkGraph`` for one size of input, checked step by step before
/// anything is allocated.
package struct GraphShapes: Sendable {
  /// The extents of one map.
  package struct Map: Sendable, Hashable {
    /// Channels.
    package let channels: Int
    /// Rows.
    package let height: Int
    /// Columns.
    package let width: Int

    /// States a shape.
    package init(channels: Int, height: Int, width: Int) {
      self.channels = channels
      self.height = height
      self.width = width
    }

    fileprivate var text: String { "\(channels) channels of \(height)×\(width)" }
  }

  private var maps: [String: Map] = [:]
  private var scalars = 0
  private var multiplications = 0
  private var parameters = 0

  init(of graph: NetworkGraph, height: Int, width: Int) throws(CheckpointError) {
    maps[graph.input] = Map(channels: graph.inputChannels, height: height, width: width)
    for step in graph.steps {
      let inputs = try inputs(of: step)
      let result = try result(of: step, from: inputs)
      try count(step, inputs: inputs, result: result)
      guard maps.updateValue(result, forKey: step.result) == nil else {
        throw step.mismatch("to", "a name that no map has", "\"\(step.result)\"")
      }
    }
  }

  /// The map of the given name.
  package func map(named name: String) -> Map? { maps[name] }

  private func inputs(of step: GraphStep) throws(CheckpointError) -> [Map] {
    var inputs: [Map] = []
    for name in step.inputs {
      guard let map = maps[name] else {
        throw step.mismatch("from", "maps that were made before", "\"\(name)\"")
      }
      inputs.append(map)
    }
    return inputs
  }

  private func result(
    of step: GraphStep, from inputs: [Map]
  ) throws(CheckpointError) -> Map {
    let x = inputs[0]
    switch step.operation {
    case .convolution(let convolution):
      let groups = convolution.groups ?? x.channels
      guard x.channels % groups == 0, convolution.channels % groups == 0 else {
        throw step.mismatch(
          "groups", "groups that divide \(x.channels) and \(convolution.channels) channels",
          "\(groups)")
      }
      let result = try step.map(convolution.window, over: x, channels: convolution.channels)
      if inputs.count > 1 { try step.require(inputs[1], like: result) }
      return result
    case .transposedConvolution(_, _, let channels, let factor):
      let extent = inputs[1]
      guard extent.height <= factor * x.height, extent.width <= factor * x.width else {
        throw step.mismatch(
          "from", "at most \(factor * x.height)×\(factor * x.width) pixels", extent.text)
      }
      return Map(channels: channels, height: extent.height, width: extent.width)
    case .maximumPool(let pool):
      return try step.map(
        pool.window, over: x, channels: x.channels, roundingUp: pool.roundsUp)
    case .enlargement(let factor):
      return Map(channels: x.channels, height: factor * x.height, width: factor * x.width)
    case .sum:
      try step.require(inputs[1], like: x)
      return x
    case .join:
      for other in inputs {
        try step.require(
          other, like: Map(channels: other.channels, height: x.height, width: x.width))
      }
      return Map(
        channels: inputs.reduce(0) { $0 + $1.channels }, height: x.height, width: x.width)
    case .widening(let channels):
      guard channels >= x.channels else {
        throw step.mismatch("channels", "at least \(x.channels)", "\(channels)")
      }
      return Map(channels: channels, height: x.height, width: x.width)
    }
  }

  /// Adds up what the steps take; none of it overflows where what came before was within bounds.
  private mutating func count(
    _ step: GraphStep, inputs: [Map], result: Map
  ) throws(CheckpointError) {
    guard result.channels <= NetworkGraph.mostChannels, max(result.height, result.width) <= 1 << 14
    else {
      throw step.mismatch(
        "to", "at most \(NetworkGraph.mostChannels) channels and sides of 16384", result.text)
    }
    scalars += result.channels * result.height * result.width
    let filters = step.parameterCount(inputChannels: inputs[0].channels)
    parameters += filters
    try step.require(parameters, atMost: NetworkGraph.mostParameters, "parameters")
    try step.require(scalars, atMost: NetworkGraph.mostMapScalars, "scalars of all maps")
    try step.require(
      step.windowCount(inputChannels: inputs[0].channels) * result.width,
      atMost: NetworkGraph.mostWindowScalars, "scalars below a row of windows")
    multiplications += filters * result.height * result.width
    try step.require(multiplications, atMost: NetworkGraph.mostMultiplications, "multiplications")
  }
}

extension GraphStep {
  fileprivate func mismatch(
    _ member: String, _ expected: String, _ found: String
  ) -> CheckpointError {
    .card(path: "\(path).\(member)", expected: expected, found: found)
  }

  fileprivate func require(
    _ map: GraphShapes.Map, like other: GraphShapes.Map
  ) throws(CheckpointError) {
    guard map == other else { throw mismatch("from", "a map of \(other.text)", map.text) }
  }

  fileprivate func require(
    _ count: Int, atMost limit: Int, _ what: String
  ) throws(CheckpointError) {
    guard count <= limit else { throw mismatch("to", "at most \(limit) \(what)", "\(count)") }
  }

  fileprivate func map(
    _ window: Window2D, over map: GraphShapes.Map, channels: Int, roundingUp: Bool = false
  ) throws(CheckpointError) -> GraphShapes.Map {
    let height = window.vertical.outputCount(forInput: map.height, roundingUp: roundingUp)
    let width = window.horizontal.outputCount(forInput: map.width, roundingUp: roundingUp)
    guard height > 0, width > 0 else {
      throw mismatch("kernel", "a window that fits \(map.height)×\(map.width) pixels", "none")
    }
    return GraphShapes.Map(channels: channels, height: height, width: width)
  }

  /// The scalars below one window of a convolution; none below other steps.
  fileprivate func windowCount(inputChannels: Int) -> Int {
    guard case .convolution(let convolution) = operation else { return 0 }
    return inputChannels / (convolution.groups ?? inputChannels)
      * convolution.window.vertical.kernel * convolution.window.horizontal.kernel
  }

  fileprivate func parameterCount(inputChannels: Int) -> Int {
    switch operation {
    case .convolution(let convolution):
      convolution.channels * windowCount(inputChannels: inputChannels)
    case .transposedConvolution(_, _, let channels, let factor):
      channels * inputChannels * factor * factor
    default: 0
    }
  }
}

package import LivenessTensors

/// Writes down a network in terms of its layers, to make a plan of it.
///
/// Batch normalization is folded into its layer before it comes here.
package struct NetworkPlanBuilder: Sendable {
  private(set) var nodes: [PlanNode] = []
  private(set) var inputShapes: [[Int]] = []
  private(set) var outputShapes: [[Int]] = []
  private(set) var values: [PlanValue] = []
  private var position = PlanNode.Position(group: 0, strand: 0)
  private var isWithinStrands = false

  /// Begins with nothing.
  package init() {}

  // MARK: Inputs and outputs

  /// An input of the network, `[N, channels, height, width]`.
  package mutating func input(channels: Int, height: Int, width: Int) -> PlanValue {
    inputShapes.append([channels, height, width])
    return append(
      "input", .input(inputShapes.count - 1), [], height: height, width: width, channels: channels)
  }

  /// Makes a value an output of the network: `[N, channels, height, width]`, or `[N, channels]` for
  /// a vector.
  package mutating func output(_ x: PlanValue, isVector: Bool) {
    precondition(
      !isVector || (x.height == 1 && x.width == 1), "a vector has 1 × 1 pixel, found \(x)")
    outputShapes.append(isVector ? [x.channels] : [x.channels, x.height, x.width])
    nodes.append(
      PlanNode(
        name: "output", operation: .output(outputShapes.count - 1), inputs: [x], result: nil,
        position: nextPosition()))
  }

  // MARK: Layers

  /// A convolution with what follows it: a map is added, an activation applied, and the largest of
  /// each 2×2 pixels taken.
  package mutating func convolution(
    _ layer: Conv2D, activation: Activation = .none, isPooled: Bool = false,
    adding residual: PlanValue? = nil, to x: PlanValue, name: String
  ) -> PlanValue {
    precondition(
      layer.inputChannels == x.channels,
      "\(name) takes \(layer.inputChannels) channels, found \(x.channels)")
    let divisor = isPooled ? 2 : 1
    let result = append(
      name, .convolution(layer, activation, isPooled: isPooled),
      [x] + (residual.map { [$0] } ?? []),
      height: layer.window.vertical.outputCount(forInput: x.height) / divisor,
      width: layer.window.horizontal.outputCount(forInput: x.width) / divisor,
      channels: layer.outputChannels)
    if let residual { requireSameExtents(residual, result, for: name) }
    return result
  }

  /// A fully connected layer on a map or a vector, with the activation that follows it.
  package mutating func linear(
    _ layer: Linear, activation: Activation = .none, to x: PlanValue, name: String
  ) -> PlanValue {
    precondition(
      layer.inputFeatures == x.channels * x.height * x.width,
      "\(name) takes \(layer.inputFeatures) numbers, found \(x)")
    return append(
      name, .linear(layer, activation), [x], height: 1, width: 1, channels: layer.outputFeatures)
  }

  /// The mean of each channel.
  package mutating func globalAverage(of x: PlanValue, name: String) -> PlanValue {
    append(name, .globalAverage, [x], height: 1, width: 1, channels: x.channels)
  }

  /// The logistic function.
  package mutating func sigmoid(of x: PlanValue, name: String) -> PlanValue {
    append(name, .sigmoid, [x], height: x.height, width: x.width, channels: x.channels)
  }

  /// Each channel of a map times its factor.
  package mutating func scaling(
    _ x: PlanValue, by factors: PlanValue, name: String
  ) -> PlanValue {
    precondition(
      factors.channels == x.channels && factors.height == 1 && factors.width == 1,
      "\(name) takes a factor for each of \(x.channels) channels, found \(factors)")
    return append(
      name, .scale, [x, factors], height: x.height, width: x.width, channels: x.channels)
  }

  /// The sum of two maps, with the activation that follows it.
  package mutating func sum(
    _ a: PlanValue, _ b: PlanValue, activation: Activation = .none, name: String
  ) -> PlanValue {
    requireSameExtents(a, b, for: name)
    return append(
      name, .sum(activation), [a, b], height: a.height, width: a.width, channels: a.channels)
  }

  /// The channels of two maps side by side.
  package mutating func join(_ a: PlanValue, _ b: PlanValue, name: String) -> PlanValue {
    precondition(
      a.height == b.height && a.width == b.width, "\(name) takes one extent, found \(a) and \(b)")
    return append(
      name, .join, [a, b], height: a.height, width: a.width, channels: a.channels + b.channels)
  }

  // MARK: Order

  /// Two parts of the network that do not depend on each other, so that two threads can run them at
  /// the same time.
  package mutating func sideBySide(
    _ first: (inout NetworkPlanBuilder) -> PlanValue,
    _ second: (inout NetworkPlanBuilder) -> PlanValue
  ) -> (PlanValue, PlanValue) {
    precondition(!isWithinStrands, "strands do not divide further")
    position = PlanNode.Position(group: position.group + 1, strand: 0)
    isWithinStrands = true
    let a = first(&self)
    position = PlanNode.Position(group: position.group, strand: 1)
    let b = second(&self)
    isWithinStrands = false
    return (a, b)
  }

  private mutating func nextPosition() -> PlanNode.Position {
    if !isWithinStrands {
      position = PlanNode.Position(group: position.group + 1, strand: 0)
    }
    return position
  }

  mutating func append(
    _ name: String, _ operation: PlanNode.Operation, _ inputs: [PlanValue], height: Int,
    width: Int, channels: Int
  ) -> PlanValue {
    let value = PlanValue(index: values.count, height: height, width: width, channels: channels)
    values.append(value)
    nodes.append(
      PlanNode(
        name: name, operation: operation, inputs: inputs, result: value, position: nextPosition()))
    return value
  }

  private func requireSameExtents(_ a: PlanValue, _ b: PlanValue, for name: String) {
    precondition(
      a.height == b.height && a.width == b.width && a.channels == b.channels,
      "\(name) takes two maps of one shape, found \(a) and \(b)")
  }
}

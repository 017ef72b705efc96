package import LivenessTensors

extension NetworkPlanBuilder {
  /// The mean below each window.
  package mutating func averagePool(
    _ layer: AveragePool2D, of x: PlanValue, name: String
  ) -> PlanValue {
    append(
      name, .averagePool(layer), [x],
      height: layer.window.vertical.outputCount(forInput: x.height, roundingUp: layer.roundsUp),
      width: layer.window.horizontal.outputCount(forInput: x.width, roundingUp: layer.roundsUp),
      channels: x.channels)
  }

  /// A normalization of each image by itself, with the activation that follows it.
  package mutating func normalization(
    _ layer: GroupNorm2D, activation: Activation = .none, of x: PlanValue, name: String
  ) -> PlanValue {
    precondition(
      layer.channels == x.channels,
      "\(name) takes \(layer.channels) channels, found \(x.channels)")
    return append(
      name, .groupNormalization(layer, activation), [x], height: x.height, width: x.width,
      channels: x.channels)
  }
}

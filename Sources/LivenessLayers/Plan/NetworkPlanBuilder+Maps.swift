extension NetworkPlanBuilder {
  /// The largest scalar below each window.
  package mutating func maximumPool(
    _ layer: MaxPool2D, of x: PlanValue, name: String
  ) -> PlanValue {
    append(
      name, .maximumPool(layer), [x],
      height: layer.window.vertical.outputCount(forInput: x.height, roundingUp: layer.roundsUp),
      width: layer.window.horizontal.outputCount(forInput: x.width, roundingUp: layer.roundsUp),
      channels: x.channels)
  }
}

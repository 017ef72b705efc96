import LivenessTensors

extension ConvolutionBlock {
  /// Writes the stage down as one step of a plan.
  package func append(
    to builder: inout NetworkPlanBuilder, _ x: PlanValue, name: String
  ) -> PlanValue {
    builder.convolution(
      convolution, activation: .relu, isPooled: pooling != nil, to: x, name: name)
  }
}

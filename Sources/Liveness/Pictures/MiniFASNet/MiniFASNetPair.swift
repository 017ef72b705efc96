package import LivenessLayers

/// Minivision's two networks as their demo asks them: one for the near crop, one for the far one.
///
/// They do not depend on each other, so that two threads run them at the same time.
package struct MiniFASNetPair: Sendable {
  /// Two inputs `[N, 3, 80, 80]` to two outputs `[N, 3]`: those of the near and of the far network.
  package let plan: NetworkPlan

  /// Takes the parameters of MiniFASNetV2 from the scope `near`, those of MiniFASNetV1SE from `far`.
  package init(from parameters: ParameterScope) {
    let near = MiniFASNetLayers(from: parameters.scope("near"), architecture: .v2)
    let far = MiniFASNetLayers(from: parameters.scope("far"), architecture: .v1SE)
    var builder = NetworkPlanBuilder()
    let logits = builder.sideBySide([near, far]) { $0.append(to: &$1) }
    for value in logits { builder.output(value, isVector: true) }
    plan = NetworkPlan(builder)
  }
}

extension MiniFASNetLayers {
  /// Writes the network down, and gives its logits.
  fileprivate func append(to builder: inout NetworkPlanBuilder) -> PlanValue {
    var writer = MiniFASNetWriter(keepsStages: false)
    swap(&writer.builder, &builder)
    defer { swap(&writer.builder, &builder) }
    return logits(to: &writer)
  }
}

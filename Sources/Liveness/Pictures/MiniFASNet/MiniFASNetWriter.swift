import LivenessLayers

/// Writes a MiniFASNet down for a plan, and makes what it computes on its way outputs of the plan
/// where that is asked for.
struct MiniFASNetWriter {
  /// What is written down.
  var builder = NetworkPlanBuilder()
  /// Whether the values on the way are kept, those that a step passes over included.
  let keepsStages: Bool
  /// The names of the outputs in order.
  private(set) var names: [String] = []

  init(keepsStages: Bool) { self.keepsStages = keepsStages }

  /// Keeps a value on the way under a name, where that is asked for.
  mutating func keep(_ name: String, _ value: PlanValue, isVector: Bool = false) {
    if keepsStages { output(name, value, isVector: isVector) }
  }

  /// Makes a value an output.
  mutating func output(_ name: String, _ value: PlanValue, isVector: Bool) {
    names.append(name)
    builder.output(value, isVector: isVector)
  }
}

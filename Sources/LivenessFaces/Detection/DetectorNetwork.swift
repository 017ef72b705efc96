import LivenessLayers
import LivenessTensors
import Synchronization

/// A detector's network, made ready for the sizes of input that it met last.
final class DetectorNetwork: Sendable {
  private struct Entry {
    let height, width: Int
    let plan: NetworkPlan
  }

  /// The most sizes that stay ready.
  private let mostPlans: Int
  private let network: GraphNetwork
  private let entries = Mutex<[Entry]>([])

  init(_ network: GraphNetwork, mostPlans: Int = 4) {
    self.network = network
    self.mostPlans = mostPlans
  }

  /// Runs the network on a batch of inputs.
  ///
  /// - Returns: The outputs by name.
  /// - Throws: `CheckpointError.card` where a step does not fit its maps at the input's size.
  func callAsFunction(
    _ input: Tensor, threads: Int
  ) throws(CheckpointError) -> [String: Tensor] {
    let plan = try plan(height: input.shape[2], width: input.shape[3])
    return Dictionary(
      zip(network.graph.outputs, plan([input], threads: threads)), uniquingKeysWith: { $1 })
  }

  private func plan(height: Int, width: Int) throws(CheckpointError) -> NetworkPlan {
    let known = entries.withLock { entries -> NetworkPlan? in
      let index = entries.firstIndex { $0.height == height && $0.width == width }
      guard let index else { return nil }
      let entry = entries.remove(at: index)
      entries.append(entry)
      return entry.plan
    }
    if let known { return known }
    let plan = try network.plan(height: height, width: width)
    entries.withLock { entries in
      if entries.count == mostPlans { entries.removeFirst() }
      entries.append(Entry(height: height, width: width, plan: plan))
    }
    return plan
  }
}

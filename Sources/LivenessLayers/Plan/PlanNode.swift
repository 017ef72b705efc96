import LivenessTensors

/// A map or a vector on its way through a network that is being written down.
package struct PlanValue: Sendable, Hashable {
  let index: Int
  /// Rows; 1 for a vector.
  package let height: Int
  /// Columns; 1 for a vector.
  package let width: Int
  /// Channels, or the numbers of a vector.
  package let channels: Int
}

/// One operation of a network that is being written down.
struct PlanNode: Sendable {
  enum Operation: Sendable {
    case input(Int)
    /// A second value, if any, is added before the activation.
    case convolution(Conv2D, Activation, isPooled: Bool)
    case linear(Linear, Activation)
    case globalAverage
    case sigmoid
    /// The second value holds a factor for each channel of the first.
    case scale
    case sum(Activation)
    case join
    case maximumPool(MaxPool2D)
    case resize(Resize2D)
    /// Channels of zeros are put behind those of the map.
    case widening
    /// Blocks of `factor` × `factor` pixels, whose channels the map holds side by side.
    case blocks(factor: Int)
    case output(Int)
  }

  /// Where a node stands: behind all nodes of earlier groups, and beside those of other strands of
  /// its own.
  struct Position: Sendable, Hashable {
    let group: Int
    let strand: Int
  }

  let name: String
  let operation: Operation
  let inputs: [PlanValue]
  /// What it gives; none for an output of the network.
  let result: PlanValue?
  let position: Position
}

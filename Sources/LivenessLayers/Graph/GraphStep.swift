import LivenessTensors

/// One step of a network that its file describes: from maps of given names to a map.
struct GraphStep: Sendable {
  /// What a step does.
  enum Operation: Sendable {
    case convolution(GraphConvolution)
    /// The windows lie side by side; the result has the extents of the second input.
    case transposedConvolution(weight: String, bias: String?, channels: Int, factor: Int)
    case maximumPool(MaxPool2D)
    /// Each pixel becomes `factor` × `factor` pixels.
    case enlargement(factor: Int)
    case sum(GraphActivation)
    case join
    case widening(channels: Int)
  }

  /// Where it stands in the card.
  let path: String
  /// What it does.
  let operation: Operation
  /// The names of the maps that it reads.
  let inputs: [String]
  /// The name of the map that it makes.
  let result: String
}

/// A convolution that a file describes.
struct GraphConvolution: Sendable {
  /// The names of the statistics that are folded into the filters.
  struct Normalization: Sendable {
    let mean, variance, scale, offset: String
    let epsilon: Float
  }

  let weight: String
  let bias: String?
  let normalization: Normalization?
  /// Channels out.
  let channels: Int
  let window: Window2D
  /// The number of groups; `nil` for one a channel.
  let groups: Int?
  let activation: GraphActivation
}

/// An activation that a file describes.
enum GraphActivation: Sendable {
  case none
  case relu
  /// The name of the slopes, one for each channel.
  case prelu(slopes: String)
}

import Liveness
import LivenessFaces
import LivenessLayers
public import LivenessTensors

/// The networks that are timed beside other engines.
public enum BenchmarkNetwork: String, Sendable, CaseIterable {
  /// Two branches of five 3×3 convolutions each.
  case fusionSmall = "fusion-s"
  /// Two branches of nine 3×3 convolutions each.
  case fusionLarge = "fusion-l"
  /// The fusion network of the default model.
  case fusionDefault = "fusion-default"
  /// Eight 3×3 convolutions on a face crop, and 68 points by regression.
  case keyPoints = "key-points"
  /// Minivision's network for crops of 2.7 times the face box.
  case miniFASNetV2 = "minifasnet-v2"
  /// Minivision's network for crops of 4 times the face box.
  case miniFASNetV1SE = "minifasnet-v1se"
  /// Both of Minivision's networks, each on its crop of one photo.
  case silentPair = "silent-pair"

  /// The inputs by name, and the shape of each for one image.
  public var inputs: [(name: String, shape: Shape)] {
    switch self {
    case .fusionSmall, .fusionLarge:
      [("depth", [2, 112, 112]), ("image", [4, 112, 112])]
    case .fusionDefault: [("depth", [2, 112, 112]), ("image", [2, 112, 112])]
    case .keyPoints: [("image", [1, 112, 112])]
    case .miniFASNetV2, .miniFASNetV1SE: [("image", [3, 80, 80])]
    case .silentPair: [("near", [3, 80, 80]), ("far", [3, 80, 80])]
    }
  }

  /// The outputs by name, in order.
  public var outputs: [String] {
    switch self {
    case .keyPoints: ["points"]
    case .silentPair: ["near_logits", "far_logits"]
    default: ["features", "logits"]
    }
  }

  /// Multiplications with an addition behind them, for one image.
  var multiplications: Int {
    switch self {
    case .fusionSmall: NetworkDescription.twoBranches(convolutions: 1).cost.multiplyAdds
    case .fusionLarge: NetworkDescription.twoBranches(convolutions: 2).cost.multiplyAdds
    case .fusionDefault: NetworkDescription.defaultModel.cost.multiplyAdds
    case .keyPoints: 36_490_496
    case .miniFASNetV2: 40_718_220
    case .miniFASNetV1SE: 40_883_252
    case .silentPair:
      BenchmarkNetwork.miniFASNetV2.multiplications
        + BenchmarkNetwork.miniFASNetV1SE.multiplications
    }
  }

  /// Loads the network from a safetensors file of its own parameter names.
  public func loaded(at path: String) throws -> LoadedNetwork {
    try SafetensorsFile(at: path).build(ignoring: { $0.hasSuffix(".num_batches_tracked") }) {
      load(from: $0)
    }
  }

  /// Loads the network with seeded parameters.
  public func loadedWithSeededParameters() -> LoadedNetwork { load(from: SeededTensors.parameters) }

  /// Inputs that are the same every time.
  public func seededInputs(batch: Int) -> [Tensor] {
    var tensors = SeededTensors(seed: 6)
    return inputs.map { tensors.tensor(Shape([batch] + $0.shape.dimensions)) }
  }
}

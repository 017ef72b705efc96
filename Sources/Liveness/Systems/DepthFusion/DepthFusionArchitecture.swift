import LivenessLayers

/// The numbers that shape a fusion network, as the model file states them.
struct DepthFusionArchitecture: Sendable, Hashable {
  /// Pixels along each side of a crop.
  let size: Int
  /// Channels of each branch's input: the crop and the heatmap planes.
  let channels: Int
  /// Output channels of each stage of a branch.
  let widths: [Int]
  /// Features that each branch gives.
  let branchFeatures: Int
  /// Features between the joined ones and the two neurons.
  let headWidth: Int

  /// Reads the card's `architecture`; every stage halves the map, and something must be left of it.
  init(
    _ fields: CardFields, size: Int, channels: Int
  ) throws(CheckpointError) {
    widths = try fields.integers("widths", in: 1...1024)
    guard (1...6).contains(widths.count), size >> widths.count > 0 else {
      throw fields.mismatch(
        "widths", expected: "1 to 6 stages that leave something of \(size) pixels",
        found: "\(widths.count)")
    }
    branchFeatures = try fields.integer("branch_features", in: 1...4096)
    headWidth = try fields.integer("head_width", in: 1...4096)
    self.size = size
    self.channels = channels
    let cost = cost
    guard cost.multiplications <= Self.mostMultiplications, cost.parameters <= Self.mostParameters
    else {
      throw fields.mismatch(
        "widths",
        expected: "a network of at most \(Self.mostParameters) parameters and "
          + "\(Self.mostMultiplications) multiplications a branch",
        found: "\(cost.parameters) and \(cost.multiplications)")
    }
  }

  /// The parameters of a network that a file may ask for: 64 MiB of them.
  static let mostParameters = 1 << 24
  /// The multiplications of a branch for one capture that a file may ask for.
  static let mostMultiplications = 1 << 29

  /// The parameters of both branches and the head, and the multiplications of one branch.
  private var cost: (parameters: Int, multiplications: Int) {
    var (parameters, multiplications) = (0, 0)
    var (channels, extent) = (channels, size)
    for width in widths {
      let filters = 9 * channels * width
      parameters += filters
      multiplications += filters * extent * extent
      (channels, extent) = (width, extent / 2)
    }
    let dense = channels * extent * extent * branchFeatures
    return (
      2 * (parameters + dense) + (2 * branchFeatures + 2) * headWidth, multiplications + dense
    )
  }
}

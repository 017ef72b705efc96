import LivenessLayers

/// The numbers that shape a fusion network.
package struct DepthFusionArchitecture: Sendable, Hashable {
  /// Convolutions of one width, and what follows them.
  package struct Stage: Sendable, Hashable {
    /// Output channels of each convolution.
    package let width: Int
    /// The number of convolutions.
    package let convolutions: Int
    /// Whether 2×2 max pooling follows and halves the map.
    package let isPooled: Bool

    /// Makes a stage.
    package init(width: Int, convolutions: Int = 1, isPooled: Bool = true) {
      self.width = width
      self.convolutions = convolutions
      self.isPooled = isPooled
    }
  }

  /// Pixels along each side of a crop.
  package let size: Int
  /// Channels of the depth branch's input: the crop and the heatmap planes.
  package let depthChannels: Int
  /// Channels of the image branch's input.
  package let imageChannels: Int
  /// The stages of a branch.
  package let stages: [Stage]
  /// Features that each branch gives.
  package let branchFeatures: Int
  /// Features between the joined ones and the two neurons.
  package let headWidth: Int

  /// Makes an architecture.
  package init(
    size: Int, depthChannels: Int, imageChannels: Int, stages: [Stage], branchFeatures: Int,
    headWidth: Int
  ) {
    self.size = size
    self.depthChannels = depthChannels
    self.imageChannels = imageChannels
    self.stages = stages
    self.branchFeatures = branchFeatures
    self.headWidth = headWidth
  }

  /// Reads the card's `architecture`; every stage halves the map, and something must be left of it.
  init(
    _ fields: CardFields, size: Int, channels: Int
  ) throws(CheckpointError) {
    let widths = try fields.integers("widths", in: 1...1024)
    guard (1...6).contains(widths.count), size >> widths.count > 0 else {
      throw fields.mismatch(
        "widths", expected: "1 to 6 stages that leave something of \(size) pixels",
        found: "\(widths.count)")
    }
    try self.init(
      size: size, depthChannels: channels, imageChannels: channels,
      stages: widths.map { Stage(width: $0) },
      branchFeatures: fields.integer("branch_features", in: 1...4096),
      headWidth: fields.integer("head_width", in: 1...4096))
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

  /// The parameters of both branches and the head, and the multiplications of the larger branch.
  private var cost: (parameters: Int, multiplications: Int) {
    let (depth, image) = (branchCost(channels: depthChannels), branchCost(channels: imageChannels))
    return (
      depth.parameters + image.parameters + (2 * branchFeatures + 2) * headWidth,
      max(depth.multiplications, image.multiplications)
    )
  }

  private func branchCost(channels: Int) -> (parameters: Int, multiplications: Int) {
    var (parameters, multiplications) = (0, 0)
    var (channels, extent) = (channels, size)
    for stage in stages {
      for _ in 0..<stage.convolutions {
        let filters = 9 * channels * stage.width
        parameters += filters
        multiplications += filters * extent * extent
        channels = stage.width
      }
      if stage.isPooled { extent /= 2 }
    }
    let dense = channels * extent * extent * branchFeatures
    return (parameters + dense, multiplications + dense)
  }
}

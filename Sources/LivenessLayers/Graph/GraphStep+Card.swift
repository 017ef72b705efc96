extension GraphStep {
  /// Reads a step of a card.
  ///
  /// - Throws: `CheckpointError.card`.
  init(_ fields: CardFields) throws(CheckpointError) {
    let choices = [
      "convolution", "transposed-convolution", "maximum-pool", "enlarge", "sum", "join", "widen",
    ]
    let kind = try fields.string("op", in: choices)
    path = fields.path
    inputs = try fields.strings("from")
    result = try fields.string("to")
    operation =
      switch kind {
      case "convolution": .convolution(try GraphConvolution(fields))
      case "transposed-convolution": try Self.transposedConvolution(fields)
      case "maximum-pool":
        .maximumPool(
          MaxPool2D(
            window: try fields.poolingWindow(), roundsUp: try fields.optionalBoolean("rounds_up")))
      case "enlarge": .enlargement(factor: try fields.integer("factor", in: 2...8))
      case "sum": .sum(try GraphActivation(fields))
      case "join": .join
      default: .widening(channels: try fields.integer("channels", in: 1...NetworkGraph.mostChannels))
      }
    try requireInputs(fields)
  }

  private static func transposedConvolution(
    _ fields: CardFields
  ) throws(CheckpointError) -> Operation {
    .transposedConvolution(
      weight: try fields.string("weight"), bias: try fields.optionalString("bias"),
      channels: try fields.integer("channels", in: 1...NetworkGraph.mostChannels),
      factor: try fields.integer("factor", in: 1...8))
  }

  private func requireInputs(_ fields: CardFields) throws(CheckpointError) {
    let counts: ClosedRange<Int> =
      switch operation {
      case .convolution: 1...2
      case .transposedConvolution, .sum: 2...2
      case .join: 2...16
      case .maximumPool, .enlargement, .widening: 1...1
      }
    guard counts.contains(inputs.count) else {
      throw fields.mismatch(
        "from", expected: "\(counts.lowerBound) to \(counts.upperBound) names",
        found: "\(inputs.count)")
    }
  }
}

extension GraphConvolution {
  init(_ fields: CardFields) throws(CheckpointError) {
    weight = try fields.string("weight")
    bias = try fields.optionalString("bias")
    channels = try fields.integer("channels", in: 1...NetworkGraph.mostChannels)
    window = try fields.window()
    groups =
      try fields.optionalBoolean("depthwise")
      ? nil
      : fields.contains("groups")
        ? try fields.integer("groups", in: 1...NetworkGraph.mostChannels) : 1
    normalization =
      fields.contains("normalization")
      ? try Normalization(try fields.object("normalization")) : nil
    activation = try GraphActivation(fields)
  }
}

extension GraphConvolution.Normalization {
  init(_ fields: CardFields) throws(CheckpointError) {
    mean = try fields.string("mean")
    variance = try fields.string("variance")
    scale = try fields.string("scale")
    offset = try fields.string("offset")
    epsilon = Float(try fields.number("epsilon", in: 1e-12...1))
  }
}

extension GraphActivation {
  init(_ fields: CardFields) throws(CheckpointError) {
    if fields.contains("slopes") {
      self = .prelu(slopes: try fields.string("slopes"))
    } else if fields.contains("activation") {
      try fields.require("activation", is: "relu")
      self = .relu
    } else {
      self = .none
    }
  }
}

extension JSONFields where Failure == CheckpointError {
  fileprivate func optionalString(_ name: String) throws(CheckpointError) -> String? {
    contains(name) ? try string(name) : nil
  }

  fileprivate func optionalBoolean(_ name: String) throws(CheckpointError) -> Bool {
    contains(name) ? try boolean(name) : false
  }

  /// The window: `kernel`, `stride` and `dilation` along rows and columns, 1 where they lack, and
  /// `padding` above, left, below and right, 0 where it lacks.
  fileprivate func window() throws(CheckpointError) -> Window2D {
    let kernel = try integers("kernel", in: 1...64, count: 2) ?? [1, 1]
    let stride = try integers("stride", in: 1...16, count: 2) ?? [1, 1]
    let dilation = try integers("dilation", in: 1...32, count: 2) ?? [1, 1]
    let padding = try integers("padding", in: 0...64, count: 4) ?? [0, 0, 0, 0]
    let axes = [0, 1].map {
      WindowGeometry(
        kernel: kernel[$0], stride: stride[$0], padding: padding[$0],
        trailingPadding: padding[$0 + 2], dilation: dilation[$0])
    }
    return Window2D(vertical: axes[0], horizontal: axes[1])
  }

  /// The window of a pooling, which lies on the map at least by half.
  fileprivate func poolingWindow() throws(CheckpointError) -> Window2D {
    let window = try window()
    for axis in [window.vertical, window.horizontal]
    where 2 * max(axis.padding, axis.trailingPadding) > axis.reach {
      throw mismatch(
        "padding", expected: "at most half of a window of \(axis.reach)",
        found: "\(axis.padding) and \(axis.trailingPadding)")
    }
    return window
  }

  private func integers(
    _ name: String, in range: ClosedRange<Int>, count: Int
  ) throws(CheckpointError) -> [Int]? {
    guard contains(name) else { return nil }
    let integers = try integers(name, in: range)
    guard integers.count == count else {
      throw mismatch(name, expected: "\(count) integers", found: "\(integers.count)")
    }
    return integers
  }
}

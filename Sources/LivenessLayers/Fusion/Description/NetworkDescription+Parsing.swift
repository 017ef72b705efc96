extension NetworkDescription {
  /// Reads the inputs and the `architecture` of a card.
  ///
  /// - Throws: `CheckpointError.card` with the path of the field that is wrong, what belongs there
  ///   and what stands there; nothing has been allocated for the network then.
  package init(_ card: ModelCard) throws(CheckpointError) {
    let fields = try card.fields.object("architecture")
    try fields.refuseUnknown(besides: ["branches", "shared_architecture", "fusion", "hidden"])
    let inputs = try Self.inputs(of: card)
    let shared =
      fields.contains("shared_architecture")
      ? try Branch.Architecture(fields.object("shared_architecture")) : nil
    var branches: [Branch] = []
    for branch in try fields.list("branches", 1...8, of: "branches") {
      branches.append(try Branch(branch, shared: shared))
    }
    let fusion = try Fusion(fields.object("fusion"))
    self.init(
      inputs: try Self.inOrder(inputs, of: branches, fusion, fields), branches: branches,
      fusion: fusion, hidden: try fields.widths("hidden", count: 0...4))
    try requireNames(fields)
    try requireExtents(fields)
    try requireEqualWidths(fields)
    let cost = cost
    guard cost.isWithinBudget else {
      throw card.fields.mismatch(
        "architecture",
        expected: "a network of at most \(NetworkCost.mostParameters) parameters, "
          + "\(NetworkCost.mostMultiplyAdds) multiply-adds and \(NetworkCost.mostBytes) bytes",
        found: "\(cost.parameters), \(cost.multiplyAdds) and \(cost.mapBytes + cost.weightBytes)")
    }
  }

  private static func inputs(of card: ModelCard) throws(CheckpointError) -> [Input] {
    var inputs: [Input] = []
    for (index, input) in card.inputs.enumerated() {
      guard input.height == input.width, input.height <= 256 else {
        throw card.fields.mismatch(
          "inputs[\(index)]", expected: "a square of at most 256×256 pixels",
          found: "\(input.height)×\(input.width)")
      }
      inputs.append(Input(name: input.name, channels: input.channels, size: input.height))
    }
    return inputs
  }
}

extension NetworkDescription.Branch {
  fileprivate init(
    _ fields: CardFields, shared: Architecture?
  ) throws(CheckpointError) {
    let own = ["stages", "dense"]
    try fields.refuseUnknown(besides: ["name", "inputs"] + (shared == nil ? own : []))
    let name = try fields.string("name")
    let inputs = try fields.strings("inputs")
    guard (1...4).contains(inputs.count) else {
      throw fields.mismatch("inputs", expected: "1 to 4 inputs", found: "\(inputs.count)")
    }
    if let shared {
      self.init(name: name, inputs: inputs, architecture: shared)
    } else {
      self.init(
        name: name, inputs: inputs,
        architecture: try Architecture(fields, besides: ["name", "inputs"]))
    }
  }
}

extension NetworkDescription.Branch.Architecture {
  fileprivate init(
    _ fields: CardFields, besides others: [String] = []
  ) throws(CheckpointError) {
    try fields.refuseUnknown(besides: others + ["stages", "dense"])
    var stages: [NetworkDescription.Stage] = []
    for stage in try fields.list("stages", 1...6, of: "stages") {
      stages.append(try NetworkDescription.Stage(stage))
    }
    try self.init(stages: stages, dense: fields.widths("dense", count: 1...4))
  }
}

extension NetworkDescription.Stage {
  fileprivate init(_ fields: CardFields) throws(CheckpointError) {
    try fields.refuseUnknown(
      besides: ["convolutions", "normalization", "activation", "downsampling"])
    var convolutions: [NetworkDescription.Convolution] = []
    for convolution in try fields.list("convolutions", 1...8, of: "convolutions") {
      convolutions.append(try NetworkDescription.Convolution(convolution))
    }
    try self.init(
      convolutions: convolutions, normalization: fields.choice("normalization"),
      rectifier: fields.choice("activation"), downsampling: fields.choice("downsampling"))
  }
}

extension NetworkDescription.Convolution {
  fileprivate init(_ fields: CardFields) throws(CheckpointError) {
    try fields.refuseUnknown(besides: ["channels", "kernel", "stride"])
    try self.init(
      channels: fields.integer("channels", in: 1...1024),
      kernel: fields.integer("kernel", in: 1...7),
      stride: fields.integer("stride", in: 1...4))
    guard kernel % 2 == 1 else {
      throw fields.mismatch("kernel", expected: "an odd side, 1 to 7", found: "\(kernel)")
    }
  }
}

extension NetworkDescription.Fusion {
  fileprivate init(_ fields: CardFields) throws(CheckpointError) {
    let inputs = fields.contains("inputs") ? try fields.strings("inputs") : []
    guard inputs.count <= 4 else {
      throw fields.mismatch("inputs", expected: "at most 4 inputs", found: "\(inputs.count)")
    }
    switch try fields.string("kind", in: ["concat", "addition", "full"]) {
    case "full":
      try fields.refuseUnknown(besides: ["kind", "features", "inputs"])
      self.init(.full(features: try fields.integer("features", in: 1...4096)), inputs: inputs)
    case let kind:
      try fields.refuseUnknown(besides: ["kind", "inputs"])
      self.init(kind == "addition" ? .addition : .concat, inputs: inputs)
    }
  }
}

extension JSONFields where Failure == CheckpointError {
  /// The member as an array of objects, as many as are allowed.
  fileprivate func list(
    _ name: String, _ count: ClosedRange<Int>, of things: String
  ) throws(CheckpointError) -> [CardFields] {
    let objects = try objects(name)
    guard count.contains(objects.count) else {
      throw mismatch(
        name, expected: "\(count.lowerBound) to \(count.upperBound) \(things)",
        found: "\(objects.count)")
    }
    return objects
  }

  /// The member as widths of fully connected layers.
  fileprivate func widths(
    _ name: String, count: ClosedRange<Int>
  ) throws(CheckpointError) -> [Int] {
    let widths = try integers(name, in: 1...4096)
    guard count.contains(widths.count) else {
      throw mismatch(
        name, expected: "\(count.lowerBound) to \(count.upperBound) widths",
        found: "\(widths.count)")
    }
    return widths
  }
}

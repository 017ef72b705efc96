/// What the parts of a description must be to each other; `fields` are those of the `architecture`.
extension NetworkDescription {
  /// Names must be able to stand in the dotted name of a parameter, and differ.
  func requireNames(_ fields: CardFields) throws(CheckpointError) {
    for (index, branch) in branches.enumerated() {
      let isPlain =
        !branch.name.isEmpty && branch.name.utf8.count <= 64
        && branch.name.utf8.allSatisfy { byte in
          byte == UInt8(ascii: "_") || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
            || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
        }
      guard isPlain else {
        throw fields.mismatch(
          "branches[\(index)].name", expected: "1 to 64 of the characters a–z, 0–9 and _",
          found: "\"\(branch.name)\"")
      }
      guard !branches[..<index].contains(where: { $0.name == branch.name }) else {
        throw fields.mismatch(
          "branches[\(index)].name", expected: "a name of its own",
          found: "\"\(branch.name)\" again")
      }
    }
  }

  /// Something must be left of every map: 2 pixels a side to halve, and more than one pixel where an
  /// image's own statistics are taken of each channel.
  func requireExtents(_ fields: CardFields) throws(CheckpointError) {
    let place = fields.contains("shared_architecture") ? "shared_architecture" : nil
    for (index, branch) in branches.enumerated() {
      var extent = inputs(branch.inputs).first?.size ?? 0
      for (number, stage) in branch.architecture.stages.enumerated() {
        let path = "\(place ?? "branches[\(index)]").stages[\(number)]"
        let extents = stage.convolutions.map { convolution in
          extent = convolution.extent(of: extent)
          return extent
        }
        if stage.normalization == .instance, extents.contains(1) {
          throw fields.mismatch(
            "\(path).normalization", expected: "another one on a map of 1×1 pixel",
            found: "\"instance\"")
        }
        guard stage.downsampling != .none else { continue }
        guard extent >= 2 else {
          throw fields.mismatch(
            "\(path).downsampling", expected: "\"none\" on a map of 1×1 pixel",
            found: "\"\(stage.downsampling.rawValue)\"")
        }
        extent /= 2
      }
    }
  }

  /// Features that are added must be equally many.
  func requireEqualWidths(_ fields: CardFields) throws(CheckpointError) {
    let widths = branches.map(\.features)
    guard fusion.kind != .addition || Set(widths).count == 1 else {
      throw fields.mismatch(
        "fusion.kind", expected: "\"concat\" or \"full\" for branches of different widths",
        found: "\"addition\" of \(widths.map(String.init).joined(separator: " and "))")
    }
  }
}

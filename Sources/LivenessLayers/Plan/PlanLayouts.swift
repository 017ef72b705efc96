import LivenessTensors

/// How the values of a network lie in memory: with zeros around where a window reaches over the
/// border, and without where not.
struct PlanLayouts {
  private let layouts: [MapLayout]

  init(of builder: NetworkPlanBuilder) {
    var isBordered = [Bool](repeating: false, count: builder.values.count)
    var isDense = [Bool](repeating: false, count: builder.values.count)
    for node in builder.nodes {
      if case .input = node.operation, let result = node.result {
        isDense[result.index] = result.channels <= 4
      }
    }
    for node in builder.nodes {
      switch node.operation {
      case .convolution(let layer, _, _):
        let x = node.inputs[0].index
        if !layer.isPointwise { isBordered[x] = true }
        if layer.isDepthwise && layer.groups > 1 { isDense[x] = false }
        for residual in node.inputs.dropFirst() { isDense[residual.index] = false }
      case .input: break
      default:
        for input in node.inputs { isDense[input.index] = false }
      }
    }
    // What is added to the sums of a convolution lies as its result does.
    let pairs = builder.nodes.compactMap { node -> (Int, Int)? in
      guard case .convolution = node.operation, node.inputs.count > 1, let result = node.result
      else { return nil }
      return (node.inputs[1].index, result.index)
    }
    var changes = true
    while changes {
      changes = false
      for (a, b) in pairs where isBordered[a] != isBordered[b] {
        (isBordered[a], isBordered[b], changes) = (true, true, true)
      }
    }
    layouts = builder.values.map { value in
      MapLayout(
        height: value.height, width: value.width, channels: value.channels,
        border: isBordered[value.index] ? 1 : 0, isDense: isDense[value.index])
    }
  }

  subscript(value: PlanValue) -> MapLayout { layouts[value.index] }
}

extension Conv2D {
  /// Whether every window is one pixel of the map, in order.
  var isPointwise: Bool {
    [window.vertical, window.horizontal].allSatisfy {
      $0.kernel == 1 && $0.stride == 1 && $0.padding == 0
    } && groups == 1
  }
}

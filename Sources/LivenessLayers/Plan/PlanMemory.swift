import LivenessTensors

/// Where the values of a network lie in one piece of memory; those that are no longer needed make
/// room for later ones.
///
/// A map with zeros around only follows maps of its own layout, so that its zeros, written once,
/// stay.
struct PlanMemory {
  /// Floats of a cache line.
  private static let alignment = 16

  private struct Slot {
    let offset: Int
    let count: Int
  }

  /// Room that is free again.
  private struct Rooms {
    private var rooms: [(slot: Slot, layout: MapLayout)] = []

    mutating func append(_ slot: Slot, of layout: MapLayout) { rooms.append((slot, layout)) }

    mutating func removeAll() -> [(Slot, MapLayout)] {
      defer { rooms = [] }
      return rooms.map { ($0.slot, $0.layout) }
    }

    /// The smallest room that fits.
    mutating func take(for layout: MapLayout) -> Slot? {
      let fitting = rooms.indices.filter { index in
        layout.border > 0
          ? rooms[index].layout == layout
          : rooms[index].layout.border == 0 && rooms[index].slot.count >= layout.count
      }
      let best = fitting.min { rooms[$0].slot.count < rooms[$1].slot.count }
      return best.map { rooms.remove(at: $0).slot }
    }
  }

  /// Floats in all.
  private(set) var count = 0
  private var slots: [Int: Slot] = [:]

  /// Finds room for every value of a network.
  init(of builder: NetworkPlanBuilder, layouts: PlanLayouts) {
    var lastUse: [Int: Int] = [:]
    var home: [Int: PlanNode.Position] = [:]
    for (index, node) in builder.nodes.enumerated() {
      for value in node.inputs + (node.result.map { [$0] } ?? []) { lastUse[value.index] = index }
      if let result = node.result { home[result.index] = node.position }
    }
    // Strands run at the same time: each reuses only what it made itself or what was free before,
    // and everything else becomes free when the group is over.
    var common = Rooms()
    var own = Rooms()
    var freed: [(Slot, MapLayout)] = []
    var position = PlanNode.Position(group: -1, strand: 0)
    for (index, node) in builder.nodes.enumerated() {
      if node.position != position {
        freed += own.removeAll()
        if node.position.group != position.group {
          for (slot, layout) in freed { common.append(slot, of: layout) }
          freed = []
        }
        position = node.position
      }
      if let result = node.result {
        let layout = layouts[result]
        slots[result.index] =
          own.take(for: layout) ?? common.take(for: layout) ?? newSlot(for: layout)
      }
      for value in Set(node.inputs + (node.result.map { [$0] } ?? []))
      where lastUse[value.index] == index {
        guard let slot = slots[value.index] else { continue }
        if home[value.index] == position {
          own.append(slot, of: layouts[value])
        } else {
          freed.append((slot, layouts[value]))
        }
      }
    }
  }

  /// Where a value lies.
  func place(of value: PlanValue) -> KernelStep.Place {
    guard let slot = slots[value.index] else { preconditionFailure("\(value) has no room") }
    return KernelStep.Place(region: 0, offset: slot.offset)
  }

  private mutating func newSlot(for layout: MapLayout) -> Slot {
    let rounded = (layout.count + Self.alignment - 1) / Self.alignment * Self.alignment
    defer { count += rounded }
    return Slot(offset: count, count: rounded)
  }
}

/// Two vectors side by side: the columns that a packed product computes at once.
struct Panel {
  /// The first columns.
  var low: Lanes
  /// The last columns.
  var high: Lanes

  /// The number of columns.
  @inline(__always)
  static var scalarCount: Int { 2 * Lanes.scalarCount }

  /// All scalars 0.
  @inline(__always)
  static var zero: Panel { Panel(low: .zero, high: .zero) }

  /// `self + a · b` with one factor for all scalars.
  @inline(__always)
  func adding(_ a: Float, times b: Panel) -> Panel {
    let a = Lanes(repeating: a)
    return Panel(low: low.adding(a, times: b.low), high: high.adding(a, times: b.high))
  }

  /// The sum, scalar by scalar.
  @inline(__always)
  static func + (a: Panel, b: Panel) -> Panel {
    Panel(low: a.low + b.low, high: a.high + b.high)
  }

  /// The larger of each pair of scalars; not-a-number wins over every number.
  @inline(__always)
  func maximum(with other: Panel) -> Panel {
    Panel(low: low.maximum(with: other.low), high: high.maximum(with: other.high))
  }

  /// Scalars below 0 times their slopes, the others as they are.
  @inline(__always)
  func rectified(slopes: Panel) -> Panel {
    Panel(low: low.rectified(slopes: slopes.low), high: high.rectified(slopes: slopes.high))
  }
}

extension UnsafePointer<Float> {
  /// The panel row that begins here.
  @inline(__always)
  @unsafe var panel: Panel {
    unsafe Panel(low: lanes, high: (self + Lanes.scalarCount).lanes)
  }

  /// The panel row that begins here, or its first vector alone with zeros.
  @inline(__always)
  @unsafe func panel(isWhole: Bool) -> Panel {
    unsafe isWhole ? panel : Panel(low: lanes, high: .zero)
  }
}

extension UnsafeMutablePointer<Float> {
  /// Writes the panel row, or its first vector alone.
  @inline(__always)
  @unsafe func store(_ panel: Panel, isWhole: Bool) {
    unsafe self.lanes = panel.low
    if isWhole { unsafe (self + Lanes.scalarCount).lanes = panel.high }
  }
}

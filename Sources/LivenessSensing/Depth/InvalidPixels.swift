/// How many pixels of a depth frame saw nothing, by cause.
public struct InvalidPixels: Sendable, Hashable {
  /// Why a pixel has no distance; where several apply, the first one counts.
  public enum Cause: String, Sendable, Hashable, CaseIterable {
    /// A raw value by which the sensor says that it saw nothing.
    case declared
    /// 0, which is no distance in metres.
    case zero
    /// The largest raw value, which says nothing but that something overflowed.
    case saturated
    /// Not-a-number or infinite.
    case notFinite
    /// Below 0.
    case negative
    /// Nearer than the sensor can see.
    case tooNear
    /// Farther than the sensor can see.
    case tooFar
    /// The distance is one along the pixel's ray, and the lens model sends none there.
    case noRay
  }

  private var counts = [Int](repeating: 0, count: Cause.allCases.count)

  /// No pixel at all.
  public init() {}

  /// How many pixels saw nothing for one cause.
  public internal(set) subscript(cause: Cause) -> Int {
    get { counts[cause.index] }
    set { counts[cause.index] = newValue }
  }

  /// How many pixels saw nothing.
  public var total: Int { counts.reduce(0, +) }
}

extension InvalidPixels.Cause {
  fileprivate var index: Int {
    switch self {
    case .declared: 0
    case .zero: 1
    case .saturated: 2
    case .notFinite: 3
    case .negative: 4
    case .tooNear: 5
    case .tooFar: 6
    case .noRay: 7
    }
  }
}

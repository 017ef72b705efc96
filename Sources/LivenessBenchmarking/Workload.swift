public import LivenessTensors

/// Something that can be timed.
public struct Workload: Sendable {
  /// What kind of thing is timed.
  public enum Kind: String, Sendable, CaseIterable {
    /// A step that networks are made of, on memory of its own.
    case kernel
    /// A layer with the shape that it has in one of our networks.
    case layer
    /// A whole network.
    case network
    /// A detector, from frames to the decision.
    case detector
  }

  /// How often and on how many threads something runs.
  public struct Load: Sendable, Hashable {
    /// Threads that it may use.
    public let threads: Int
    /// Images that it takes at once.
    public let batch: Int

    /// Sets the load.
    public init(threads: Int = 1, batch: Int = 1) {
      self.threads = threads
      self.batch = batch
    }
  }

  /// Runs once and gives the outputs.
  public typealias Run = () throws -> [Tensor]

  /// What kind of thing it is.
  public let kind: Kind
  /// The name within its kind, such as `fusion-s`.
  public let name: String
  /// Multiplications for one image, where somebody counted them.
  public let multiplications: Int?
  /// Whether it can use more than one thread and more than one image.
  public let isScalable: Bool

  private let make: @Sendable (Load) throws -> Run

  init(
    _ kind: Kind, _ name: String, multiplications: Int? = nil, isScalable: Bool = false,
    make: @escaping @Sendable (Load) throws -> Run
  ) {
    self.kind = kind
    self.name = name
    self.multiplications = multiplications
    self.isScalable = isScalable
    self.make = make
  }

  /// Loads what is to run, with inputs that are the same every time.
  public func prepared(for load: Load) throws -> Run { try make(load) }

  /// Every workload, from the smallest to the largest.
  ///
  /// - Parameter captures: The folder with the sample captures.
  /// - Returns: The workloads, each name once.
  public static func all(captures: String) -> [Workload] {
    kernels + layers + networks + detectors(captures: captures)
  }
}

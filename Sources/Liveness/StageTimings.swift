/// How long each stage of a detection took; what lies between stages is not part of it.
public struct StageTimings: Sendable {
  /// One stage and its time.
  public struct Entry: Sendable, Hashable {
    /// `detection`, `alignment`, `misalignment`, `crop`, `keyPoints`, `faceDepth`, `geometry` or
    /// `fusion`; of a silent detector `faces`, and the name of each model.
    public let stage: String
    /// The time it took, in milliseconds.
    public let milliseconds: Double

    /// Notes the time of a stage.
    public init(stage: String, milliseconds: Double) {
      self.stage = stage
      self.milliseconds = milliseconds
    }
  }

  /// The stages in the order in which they ran.
  public private(set) var entries: [Entry]

  /// Gathers the times of stages.
  public init(entries: [Entry] = []) {
    self.entries = entries
  }

  /// The sum over all stages, in milliseconds.
  public var total: Double { entries.reduce(0) { $0 + $1.milliseconds } }

  /// Runs a stage and notes its time.
  mutating func measure<Value>(_ stage: String, _ body: () throws -> Value) rethrows -> Value {
    let clock = ContinuousClock()
    let start = clock.now
    let value = try body()
    let (seconds, attoseconds) = (clock.now - start).components
    entries.append(
      Entry(
        stage: stage, milliseconds: Double(seconds) * 1e3 + Double(attoseconds) * 1e-15))
    return value
  }
}

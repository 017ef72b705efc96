import Dispatch
import Synchronization

/// Intervals of figures that are no plain shares, by drawing people with replacement.
public struct BootstrapIntervals: Sendable {
  /// So many drawings.
  public let replicates: Int
  /// How many people were drawn from; a presentation without a subject counts as one.
  public let people: Int
  private let sorted: [[Double]]

  /// Draws people and takes figures of each curve that results; a drawing in which a class is missing
  /// says nothing.
  ///
  /// A task that is cancelled draws no more, and there are no intervals.
  ///
  /// - Parameters:
  ///   - presentations: What the people showed.
  ///   - replicates: So many drawings.
  ///   - seed: The same seed gives the same drawings.
  ///   - figures: The figures of one curve, always as many.
  public init(
    _ presentations: [Presentation], replicates: Int = 1000, seed: UInt64 = 1,
    figures: @escaping @Sendable (ErrorCurve) -> [Double]
  ) {
    self.init(ScoreList(presentations), replicates: replicates, seed: seed, figures: figures)
  }

  init(
    _ list: ScoreList, replicates: Int, seed: UInt64,
    figures: @escaping @Sendable (ErrorCurve) -> [Double]
  ) {
    let first = SubjectResampling(seed: seed)
    let drawings = Mutex([[Double]?](repeating: nil, count: replicates))
    let isCancelled = Atomic(false)
    // Every drawing has a place of its own in the generator's sequence, so that the intervals are
    // the same however many cores there are.
    DispatchQueue.concurrentPerform(iterations: replicates) { index in
      // The caller's thread draws too, and it alone belongs to a task.
      if Task.isCancelled { isCancelled.store(true, ordering: .relaxed) }
      guard !isCancelled.load(ordering: .relaxed) else { return }
      var resampling = first.advanced(by: index * list.personCount)
      let weights = resampling.weights(people: list.personCount)
      guard let curve = ErrorCurve(list, weights: weights) else { return }
      let values = figures(curve)
      drawings.withLock { $0[index] = values }
    }
    let values = Task.isCancelled ? [] : drawings.withLock { $0 }.compactMap { $0 }
    self.replicates = replicates
    people = list.personCount
    sorted = (values.first ?? []).indices.map { figure in values.map { $0[figure] }.sorted() }
  }

  /// The interval of one figure, between the quantiles that leave out half of the rest on each side;
  /// `nil` where no drawing could be used.
  public func interval(ofFigure index: Int, confidence: Double = 0.95) -> ConfidenceInterval? {
    guard sorted.indices.contains(index) else { return nil }
    let tail = (1 - confidence) / 2
    return ConfidenceInterval(
      lower: quantile(tail, ofSorted: sorted[index]),
      upper: quantile(1 - tail, ofSorted: sorted[index]))
  }
}

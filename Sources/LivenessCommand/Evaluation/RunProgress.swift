import Synchronization

/// The progress line of a long run: how far it is, how fast, and how long it will take.
final class RunProgress: Sendable {
  private struct State: ~Copyable {
    let line: ProgressLine
    var first: Int?
    var shown: ContinuousClock.Instant?
  }

  private let state: Mutex<State>
  private let start = ContinuousClock.now

  /// Begins now.
  init() {
    state = Mutex(State(line: ProgressLine(), first: nil, shown: nil))
  }

  /// Shows that `done` of `total` are behind; ten times a second at most.
  func show(_ done: Int, of total: Int, next: String) {
    state.withLock { state in
      let now = ContinuousClock.now
      let first = state.first ?? done
      state.first = first
      if let shown = state.shown, now - shown < .milliseconds(100), done < total { return }
      state.shown = now
      let pace = Self.pace(done - first, of: total - first, seconds: (now - start) / .seconds(1))
      state.line.show(
        done, of: total, next: [pace, PlainText.visible(next)].joined(separator: "  "))
    }
  }

  /// Takes the line away and lets something else be written.
  func clear(_ body: () -> Void = {}) {
    state.withLock { state in
      state.line.clear()
      body()
    }
  }

  /// The rate and the time left: `12.3/s, 4 min left`; nothing where nothing is known yet.
  static func pace(_ done: Int, of total: Int, seconds: Double) -> String {
    guard done > 0, seconds > 0 else { return "" }
    let rate = Double(done) / seconds
    let left = Double(total - done) / rate
    let words =
      left < 90
      ? "\(Int(left.rounded(.up))) s"
      : left < 5400
        ? "\(Int((left / 60).rounded(.up))) min"
        : NumberText.fixed(left / 3600, decimals: 1) + " h"
    return "\(NumberText.fixed(rate, decimals: 1))/s, \(words) left"
  }
}

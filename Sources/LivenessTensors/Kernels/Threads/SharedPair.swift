import Synchronization

/// Two pieces of work that do not depend on each other, for two threads.
private final class SharedPair<First: Sendable, Second: Sendable>: SharedWork {
  private let next = Atomic(0)
  private let makeFirst: @Sendable () -> First
  private let makeSecond: @Sendable () -> Second
  let results = Guarded<(first: First?, second: Second?)>((nil, nil))

  init(_ first: @escaping @Sendable () -> First, _ second: @escaping @Sendable () -> Second) {
    makeFirst = first
    makeSecond = second
  }

  func join(as member: Int) {
    while true {
      switch next.add(1, ordering: .relaxed).oldValue {
      case 0:
        let made = makeFirst()
        results.withLock { $0.first = made }
      case 1:
        let made = makeSecond()
        results.withLock { $0.second = made }
      default: return
      }
    }
  }
}

extension WorkerPool {
  /// Makes two values that do not depend on each other, side by side where a thread is free.
  ///
  /// - Parameters:
  ///   - threads: The most threads that take part, the caller's included.
  ///   - first: Makes the first value.
  ///   - second: Makes the second value.
  /// - Returns: Both values.
  package func both<First: Sendable, Second: Sendable>(
    threads: Int, _ first: @escaping @Sendable () -> First,
    _ second: @escaping @Sendable () -> Second
  ) -> (First, Second) {
    let pair = SharedPair(first, second)
    share(pair, among: min(threads, 2))
    let results = pair.results.withLock { $0 }
    guard let first = results.first, let second = results.second else {
      preconditionFailure("both values have been made when all threads have left the work")
    }
    return (first, second)
  }
}

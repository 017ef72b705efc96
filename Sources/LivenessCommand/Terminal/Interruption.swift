import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Runs work that ends early, and in order, when the user interrupts it.
enum Interruption {
  /// Runs the work in a task that is cancelled by the signals that ask a program to end.
  ///
  /// A second signal ends the program at once. One that is ignored already, as `nohup` has it, goes on
  /// to be.
  static func cancelling<Value: Sendable>(
    by signals: [Int32] = [SIGINT, SIGTERM, SIGHUP],
    _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let watched = signals.filter { !wasIgnored($0) }
    let task = Task.detached { try await work() }
    let sources = watched.map { number in
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler {
        task.cancel()
        signal(number, SIG_DFL)
      }
      source.resume()
      return source
    }
    defer {
      for source in sources { source.cancel() }
      for number in watched { signal(number, SIG_DFL) }
    }
    return try await task.value
  }

  /// Ignores a signal from now on, and says whether it was ignored before.
  private static func wasIgnored(_ number: Int32) -> Bool {
    let before = signal(number, SIG_IGN)
    return unsafe unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}

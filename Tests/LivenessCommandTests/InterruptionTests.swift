import Glibc
import Testing

@testable import LivenessCommand

struct InterruptionTests {
  /// Whether a signal that the process sends to itself cancels the work.
  private func cancels(_ number: Int32) async throws -> Bool {
    try await Interruption.cancelling(by: [number]) {
      // By then the signal is waited for.
      try? await Task.sleep(for: .milliseconds(300))
      kill(getpid(), number)
      for _ in 0..<50 where !Task.isCancelled {
        try? await Task.sleep(for: .milliseconds(10))
      }
      return Task.isCancelled
    }
  }

  @Test func `a signal cancels the work, unless it was ignored before`() async throws {
    #expect(try await cancels(SIGUSR1))
    signal(SIGUSR2, SIG_IGN)
    defer { signal(SIGUSR2, SIG_DFL) }
    #expect(try await !cancels(SIGUSR2))
  }
}

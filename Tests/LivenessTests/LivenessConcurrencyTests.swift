import Liveness
import Testing

struct LivenessConcurrencyTests {
  @Test func `one detector judges for eight tasks at once`() async throws {
    let detector = try LivenessDetector()
    let captures = try (0..<4).map {
      try SyntheticCapture(metres: 0.4 + 0.05 * Double($0)).capture()
    }
    let alone = try captures.map { try detector.detect($0).liveProbability }
    let together = try await withThrowingTaskGroup(of: (Int, Double?).self) { group in
      for task in 0..<8 {
        group.addTask {
          for _ in 0..<3 { _ = try detector.detect(captures[task % 4]) }
          return (task % 4, try detector.detect(captures[task % 4]).liveProbability)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(together.count == 8)
    for (index, probability) in together { #expect(probability == alone[index]) }
  }

  @Test func `a cancelled task gets no decision`() async throws {
    let detector = try LivenessDetector()
    let capture = try SyntheticCapture().capture()
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try detector.detect(capture)
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}

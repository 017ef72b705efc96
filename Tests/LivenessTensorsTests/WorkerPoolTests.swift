import LivenessTensors
import Synchronization
import TestSupport
import Testing

struct WorkerPoolConcurrencyTests {
  struct Refusal: Error, Equatable { let name: String }

  /// Counts from many threads.
  final class Counter: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .sequentiallyConsistent) }

    func increment() { count.add(1, ordering: .sequentiallyConsistent) }

    func waitUntil(_ value: Int) { while self.value < value {} }
  }

  @Test func `both closures run and both results come back`() {
    let (a, b) = WorkerPool(capacity: 1).concurrently({ 6 * 7 }, { "seven" })
    #expect(a == 42)
    #expect(b == "seven")
  }

  @Test func `without a thread the caller does all the work`() {
    let (a, b) = WorkerPool(capacity: 0).concurrently({ 1 }, { 2 })
    #expect((a, b) == (1, 2))
  }

  @Test func `two closures that wait for each other both end`() {
    let pool = WorkerPool(capacity: 1)
    for _ in 0..<100 {
      let arrivals = Counter()
      let meet = { @Sendable in
        arrivals.increment()
        arrivals.waitUntil(2)
      }
      _ = pool.concurrently(meet, meet)
      #expect(arrivals.value == 2)
    }
  }

  @Test func `an error of either closure comes through after both have ended`() {
    let pool = WorkerPool(capacity: 1)
    let ends = Counter()
    #expect(throws: Refusal(name: "first")) {
      try pool.concurrently({ throw Refusal(name: "first") }, { ends.increment() })
    }
    #expect(throws: Refusal(name: "second")) {
      try pool.concurrently({ ends.increment() }, { throw Refusal(name: "second") })
    }
    #expect(throws: Refusal(name: "first")) {
      try pool.concurrently({ throw Refusal(name: "first") }, { throw Refusal(name: "second") })
    }
    #expect(ends.value == 2)
  }

  @Test func `a call inside a call ends`() {
    let pool = WorkerPool(capacity: 1)
    let sums = pool.concurrently(
      { pool.concurrently({ 1 }, { 2 }) }, { pool.concurrently({ 3 }, { 4 }) })
    #expect(sums.0 == (1, 2))
    #expect(sums.1 == (3, 4))
  }

  @Test(arguments: [1, 3]) func `eight tasks at once each get their own results`(capacity: Int)
    async
  {
    let pool = WorkerPool(capacity: capacity)
    var generator = SeededGenerator(seed: 8)
    let inputs = (0..<8).map { _ in
      (0..<200).map { _ in Int.random(in: 0...999, using: &generator) }
    }
    await withTaskGroup(of: Void.self) { group in
      for input in inputs {
        group.addTask {
          for number in input {
            let (square, cube) = pool.concurrently(
              { number * number }, { number * number * number })
            #expect(square == number * number)
            #expect(cube == number * number * number)
          }
        }
      }
    }
  }
}

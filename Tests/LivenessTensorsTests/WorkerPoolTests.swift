import LivenessTensors
import Synchronization
import TestSupport
import Testing

struct WorkerPoolConcurrencyTests {
  /// Numbers that members take one by one and square.
  final class Squares: SharedWork {
    let results: [Atomic64]
    private let next = Atomic(0)

    init(count: Int) { results = (0..<count).map { _ in Atomic64() } }

    func join(as member: Int) {
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        if index >= results.count { return }
        results[index].value.store(index * index, ordering: .relaxed)
      }
    }
  }

  final class Atomic64: Sendable { let value = Atomic(-1) }

  /// Every member waits for all.
  final class Meeting: SharedWork {
    let arrivals = Atomic(0)
    let sum = Atomic(0)
    private let size: Int

    init(of size: Int) { self.size = size }

    func join(as member: Int) {
      arrivals.add(1, ordering: .sequentiallyConsistent)
      while arrivals.load(ordering: .sequentiallyConsistent) < size {}
      sum.add(member, ordering: .sequentiallyConsistent)
    }
  }

  /// Shares other work while it is shared itself.
  final class Nest: SharedWork {
    let inner = (0..<4).map { _ in Squares(count: 50) }
    private let pool: WorkerPool
    private let next = Atomic(0)

    init(pool: WorkerPool) { self.pool = pool }

    func join(as member: Int) {
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        if index >= inner.count { return }
        pool.share(inner[index], among: 2)
      }
    }
  }

  @Test func `two values are made on any number of threads`() {
    let pool = WorkerPool(capacity: 2)
    for _ in 0..<200 {
      for threads in 1...3 {
        let both = pool.both(threads: threads, { "one" }, { [1, 2] })
        #expect(both == ("one", [1, 2]))
      }
    }
  }

  private func isComplete(_ work: Squares) -> Bool {
    work.results.enumerated().allSatisfy {
      $1.value.load(ordering: .relaxed) == $0 * $0
    }
  }

  @Test(arguments: [0, 1, 3], [1, 2, 4, 9]) func `all the work is done when the call returns`(
    capacity: Int, threads: Int
  ) {
    let pool = WorkerPool(capacity: capacity)
    for _ in 0..<50 {
      let work = Squares(count: 100)
      pool.share(work, among: threads)
      #expect(isComplete(work))
    }
  }

  @Test func `members that wait for one another all come, each with its number`() {
    let pool = WorkerPool(capacity: 2)
    for _ in 0..<100 {
      let meeting = Meeting(of: 3)
      pool.share(meeting, among: 3)
      #expect(meeting.sum.load(ordering: .relaxed) == 0 + 1 + 2)
    }
  }

  @Test func `a call inside a call ends`() {
    let nest = Nest(pool: WorkerPool(capacity: 1))
    for _ in 0..<20 { WorkerPool(capacity: 1).share(nest, among: 2) }
    #expect(nest.inner.allSatisfy(isComplete))
  }

  @Test(arguments: [1, 3]) func `eight tasks at once each get their own work done`(capacity: Int)
    async
  {
    let pool = WorkerPool(capacity: capacity)
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          (0..<100).allSatisfy { _ in
            let work = Squares(count: 40)
            pool.share(work, among: 3)
            return isComplete(work)
          }
        }
      }
      for await isDone in group { #expect(isDone) }
    }
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A few threads that stay, so that several can do the work of one call.
///
/// Threads are made when they are first needed and sleep between calls. A call never waits for
/// another: where no thread is free, the caller does all the work itself.
package final class WorkerPool: Sendable {
  /// The pool of the process, with a thread for each processor beyond the caller's.
  package static let shared = WorkerPool(capacity: max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)) - 1))

  private struct Workers {
    var idle: Worker?
    var count = 0
  }

  /// The most threads that the pool makes.
  package let capacity: Int
  private let workers = Guarded(Workers())

  /// Makes a pool of at most the given number of threads; none is started yet.
  package init(capacity: Int) { self.capacity = capacity }

  deinit {
    workers.withLock { workers in
      while let worker = workers.idle {
        workers.idle = worker.next
        worker.next = nil
        worker.retire()
      }
    }
  }

  /// Does some work on the caller's thread and on others that are free, and returns when all have
  /// left it.
  ///
  /// Allocates nothing once the threads are there.
  ///
  /// - Parameters:
  ///   - work: What to do; the caller joins it as member 0.
  ///   - threads: The most threads that take part, the caller's included.
  package func share(_ work: some SharedWork, among threads: Int) {
    withExtendedLifetime(work) { shareLiving(work, among: threads) }
  }

  private func shareLiving(_ work: some SharedWork, among threads: Int) {
    var taken: Worker?
    for member in 1..<max(1, threads) {
      guard let worker = takeWorker() else { break }
      worker.assign(work, as: member)
      worker.next = taken
      taken = worker
    }
    work.join(as: 0)
    while let worker = taken {
      taken = worker.next
      worker.finishOrReclaim()
      workers.withLock { workers in
        worker.next = workers.idle
        workers.idle = worker
      }
    }
  }

  private func takeWorker() -> Worker? {
    workers.withLock { workers in
      if let worker = workers.idle {
        workers.idle = worker.next
        worker.next = nil
        return worker
      }
      guard workers.count < capacity, let worker = Worker.started() else { return nil }
      workers.count += 1
      return worker
    }
  }
}

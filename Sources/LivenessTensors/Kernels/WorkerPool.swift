#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A few threads that stay, so that two pieces of one forward pass can run at the same time.
///
/// Threads are made when they are first needed and sleep between calls. A call never waits for
/// another: where no thread is free, the caller does all the work itself.
package final class WorkerPool: Sendable {
  /// The pool of the process, with a thread for each processor beyond the caller's.
  package static let shared = WorkerPool(capacity: max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)) - 1))

  private struct Workers {
    var idle: [Worker] = []
    var count = 0
  }

  private let capacity: Int
  private let workers = Guarded(Workers())

  /// Makes a pool of at most the given number of threads; none is started yet.
  package init(capacity: Int) { self.capacity = capacity }

  deinit { workers.withLock { $0.idle.forEach { $0.retire() } } }

  /// Runs both closures, at the same time where a thread is free, and gives both results.
  ///
  /// The first closure runs on the caller's thread. Neither outlives the call. Results do not
  /// depend on which threads ran.
  ///
  /// - Throws: The error of the first closure, else that of the second; the other closure has ended
  ///   then as well.
  package func concurrently<A: Sendable, B: Sendable, Failure: Error>(
    _ a: @Sendable () throws(Failure) -> A, _ b: @Sendable () throws(Failure) -> B
  ) throws(Failure) -> (A, B) {
    guard let worker = takeWorker() else { return (try a(), try b()) }
    defer { workers.withLock { $0.idle.append(worker) } }
    let slot = Slot<B, Failure>()
    let first = withoutActuallyEscaping(b) { b in
      worker.assign { slot.fill(with: b) }
      let first = Result(catching: a)
      if worker.finishOrReclaim() == .reclaimed { slot.fill(with: b) }
      return first
    }
    let second = slot.take()
    return (try first.get(), try second.get())
  }

  private func takeWorker() -> Worker? {
    workers.withLock { workers in
      if let worker = workers.idle.popLast() { return worker }
      guard workers.count < capacity, let worker = Worker.started() else { return nil }
      workers.count += 1
      return worker
    }
  }
}

/// Where the result of the second closure waits for the caller.
private final class Slot<Value: Sendable, Failure: Error>: Sendable {
  private let result = Guarded<Result<Value, Failure>?>(nil)

  func fill(with closure: () throws(Failure) -> Value) {
    let value = Result(catching: closure)
    result.withLock { $0 = value }
  }

  func take() -> Result<Value, Failure> {
    guard let value = result.withLock({ $0 }) else {
      preconditionFailure("a worker ended a closure without a result")
    }
    return value
  }
}

/// One thread that sleeps until it is given a closure.
///
/// Whoever took the worker from the pool is the only one who talks to it.
@safe private final class Worker: @unchecked Sendable {
  enum End { case finished, reclaimed }

  private enum State {
    case idle, running, finished, retired
    case assigned(@Sendable () -> Void)
  }

  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  private var state = State.idle

  private init() {
    unsafe mutex = .allocate(capacity: 1)
    unsafe condition = .allocate(capacity: 1)
    unsafe pthread_mutex_init(mutex, nil)
    unsafe pthread_cond_init(condition, nil)
  }

  deinit {
    unsafe pthread_cond_destroy(condition)
    unsafe pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  /// A worker with its thread; `nil` where the system gives none.
  static func started() -> Worker? {
    let worker = Worker()
    let reference = unsafe Unmanaged.passRetained(worker)
    var thread = pthread_t()
    let failure = unsafe pthread_create(
      &thread, nil,
      { argument in
        if let argument = unsafe argument {
          let worker = unsafe Unmanaged<Worker>.fromOpaque(argument).takeRetainedValue()
          worker.work()
        }
        return nil
      }, reference.toOpaque())
    guard failure == 0 else {
      unsafe reference.release()
      return nil
    }
    pthread_detach(thread)
    return worker
  }

  /// Wakes the thread to run a closure.
  func assign(_ closure: @escaping @Sendable () -> Void) { change(to: .assigned(closure)) }

  /// Waits for the closure to end, or takes it back where the thread has not begun it.
  func finishOrReclaim() -> End {
    lock()
    defer { unlock() }
    while true {
      switch state {
      case .finished:
        state = .idle
        return .finished
      case .assigned:
        state = .idle
        return .reclaimed
      case .idle, .running, .retired:
        wait()
      }
    }
  }

  /// Lets the thread end.
  func retire() { change(to: .retired) }

  private func work() {
    while runNext() { change(to: .finished) }
  }

  /// Runs the next closure and lets go of it; false once the worker is retired.
  private func runNext() -> Bool {
    guard let closure = nextClosure() else { return false }
    closure()
    return true
  }

  private func nextClosure() -> (@Sendable () -> Void)? {
    lock()
    defer { unlock() }
    while true {
      switch state {
      case .assigned(let closure):
        state = .running
        return closure
      case .retired:
        return nil
      case .idle, .running, .finished:
        wait()
      }
    }
  }

  private func change(to state: State) {
    lock()
    defer { unlock() }
    self.state = state
    unsafe pthread_cond_signal(condition)
  }

  private func lock() { unsafe pthread_mutex_lock(mutex) }
  private func unlock() { unsafe pthread_mutex_unlock(mutex) }
  private func wait() { unsafe pthread_cond_wait(condition, mutex) }
}

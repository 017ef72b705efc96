import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// One thread that waits until it is given work.
///
/// Whoever took the worker from the pool is the only one who talks to it.
final class Worker: @unchecked Sendable {
  private enum State {
    static let idle = 0
    static let assigned = 1
    static let running = 2
    static let finished = 3
    static let retired = 4
  }

  /// The worker behind this one, in the list that holds both.
  var next: Worker?

  private let state = Atomic(State.idle)
  private let place = WaitingPlace()
  // Not counted: an optimizer that knows nothing of threads moves the count behind the store to the
  // state, where the thread may have given up its own already. Whoever assigned the work keeps it.
  private unowned(unsafe) var work: (any SharedWork)?
  private var member = 0

  private init() {}

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
          worker.loop()
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

  /// Lets the thread take part in some work, which must live until ``finishOrReclaim()`` returns.
  func assign(_ work: any SharedWork, as member: Int) {
    unsafe self.work = work
    self.member = member
    change(to: State.assigned)
  }

  /// Waits for the thread to leave the work, or takes the work back where it has not begun.
  func finishOrReclaim() {
    if changes(from: State.assigned, to: State.idle) {
      unsafe work = nil
    } else {
      place.wait(for: .others) {
        state.load(ordering: .sequentiallyConsistent) == State.finished
      }
      state.store(State.idle, ordering: .sequentiallyConsistent)
    }
  }

  /// Lets the thread end.
  func retire() { change(to: State.retired) }

  private func loop() {
    while true {
      place.wait(for: .work) {
        let now = state.load(ordering: .sequentiallyConsistent)
        return now == State.assigned || now == State.retired
      }
      if changes(from: State.assigned, to: State.running) {
        unsafe work?.join(as: member)
        unsafe work = nil
        change(to: State.finished)
      } else if state.load(ordering: .sequentiallyConsistent) == State.retired {
        return
      }
    }
  }

  private func change(to new: Int) {
    state.store(new, ordering: .sequentiallyConsistent)
    place.announce()
  }

  private func changes(from old: Int, to new: Int) -> Bool {
    state.compareExchange(
      expected: old, desired: new, ordering: .sequentiallyConsistent
    ).exchanged
  }
}

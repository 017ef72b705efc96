import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where threads wait for an atomic to change: awake for a while, then asleep.
@safe
final class WaitingPlace: @unchecked Sendable {
  /// What a thread waits for.
  enum Expectation {
    /// Work; it may never come.
    case work
    /// The end of what others are at.
    case others

    /// Looks at the atomic before a thread falls asleep: some tens of microseconds for work, a few
    /// hundred for others, since waking up takes about a hundred.
    fileprivate var looks: Int {
      switch self {
      case .work: 1 << 15
      case .others: 1 << 18
      }
    }
  }

  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  private let sleepers = Atomic(0)

  init() {
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

  /// Returns once the condition holds.
  ///
  /// The condition loads an atomic, and whoever stores to it calls ``announce()`` afterwards; both
  /// are sequentially consistent, so that no announcement goes unheard.
  @inline(__always)
  func wait(for expectation: Expectation, until isMet: () -> Bool) {
    for _ in 0..<expectation.looks where isMet() { return }
    unsafe pthread_mutex_lock(mutex)
    sleepers.add(1, ordering: .sequentiallyConsistent)
    while !isMet() { unsafe pthread_cond_wait(condition, mutex) }
    sleepers.subtract(1, ordering: .sequentiallyConsistent)
    unsafe pthread_mutex_unlock(mutex)
  }

  /// Wakes whoever fell asleep, after the atomic has changed.
  @inline(__always)
  func announce() {
    if sleepers.load(ordering: .sequentiallyConsistent) > 0 { wake() }
  }

  private func wake() {
    unsafe pthread_mutex_lock(mutex)
    unsafe pthread_cond_broadcast(condition)
    unsafe pthread_mutex_unlock(mutex)
  }
}

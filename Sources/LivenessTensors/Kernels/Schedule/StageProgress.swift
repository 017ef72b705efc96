import Synchronization

/// How far several threads have come with the stages of one image.
///
/// Chunks of a stage are claimed one by one; the next stage begins when the last chunk has ended,
/// whoever ran it. A thread that comes late finds the stage that the others are at.
final class StageProgress: Sendable {
  /// A chunk of a stage.
  struct Claim {
    let stage: Int
    let chunk: Int
  }

  /// The stage in the upper half, the chunks that were claimed of it in the lower.
  private let claimed = Atomic(0)
  private let remaining = Atomic(0)
  private let place = WaitingPlace()

  /// Begins with the first stage, while no other thread takes part.
  func begin(chunks: Int) {
    remaining.store(chunks, ordering: .relaxed)
    claimed.store(0, ordering: .sequentiallyConsistent)
  }

  /// The next claim; its chunk may lie beyond the last, and the stage beyond the last too.
  func claim() -> Claim {
    let old = claimed.add(1, ordering: .acquiringAndReleasing).oldValue
    return Claim(stage: old >> 32, chunk: old & 0xFFFF_FFFF)
  }

  /// Notes that a chunk has ended; true for the last one of its stage.
  func end() -> Bool {
    remaining.subtract(1, ordering: .acquiringAndReleasing).newValue == 0
  }

  /// Goes on to a stage, after the last chunk of the one before has ended.
  func advance(to stage: Int, chunks: Int) {
    remaining.store(chunks, ordering: .relaxed)
    claimed.store(stage << 32, ordering: .sequentiallyConsistent)
    place.announce()
  }

  /// Returns once a stage is over.
  func waitForEnd(of stage: Int) {
    place.wait(for: .others) { claimed.load(ordering: .sequentiallyConsistent) >> 32 != stage }
  }
}

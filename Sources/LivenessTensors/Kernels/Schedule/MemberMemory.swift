/// What one thread needs to take part: scratch memory, maps where it runs images of its own, and
/// where everything begins for the image at hand.
@safe
final class MemberMemory: @unchecked Sendable {
  /// Memory that only this thread touches.
  let scratch: Arena
  /// Where each region begins for the first image of the batch.
  @unsafe let starts: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  /// Where each region begins for the image at hand.
  @unsafe let bases: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  private var maps: Arena?

  /// Takes the scratch memory; the regions begin anywhere yet.
  init(scratchCount: Int, regions: Int) {
    scratch = Arena(count: scratchCount)
    unsafe starts = .allocate(capacity: regions)
    unsafe starts.initialize(repeating: scratch.pointer, count: regions)
    unsafe bases = .allocate(capacity: regions)
    unsafe bases.initialize(repeating: scratch.pointer, count: regions)
  }

  deinit {
    unsafe starts.deallocate()
    unsafe bases.deallocate()
  }

  /// Takes memory for maps, once.
  func needMaps(count: Int) {
    guard maps == nil else { return }
    let maps = Arena(count: count)
    unsafe starts[0] = maps.pointer
    self.maps = maps
  }

  /// Lets the bases follow an image of the batch.
  @unsafe func point(at image: Int, of schedule: KernelSchedule) {
    unsafe bases[0] = starts[0]
    var region = 1
    for count in schedule.inputCounts {
      unsafe bases[region] = starts[region] + image * count
      region += 1
    }
    for count in schedule.outputCounts {
      unsafe bases[region] = starts[region] + image * count
      region += 1
    }
  }
}

import Synchronization

/// The memory in which a schedule runs, and the running itself; for one caller at a time.
///
/// Once it has run for a number of images and threads, it allocates nothing more, not even in a
/// build that is not optimized; hence its loops over indices.
@safe
package final class KernelWorkspace: SharedWork, @unchecked Sendable {
  /// What is run.
  package let schedule: KernelSchedule

  private enum Sharing { case stages, images }

  private let pool: WorkerPool
  private let scratchCount: Int
  private var members: [MemberMemory] = []
  private var outputs: [Arena]
  private var threads = 1

  private var sharing = Sharing.stages
  private let progress = StageProgress()
  private let nextImage = Atomic(0)
  private var imageEnd = 0

  /// Makes the memory for one image on one thread.
  package init(for schedule: KernelSchedule, pool: WorkerPool = .shared) {
    self.schedule = schedule
    self.pool = pool
    scratchCount = schedule.steps.map(\.kernel.scratchCount).max() ?? 0
    outputs = schedule.outputCounts.map { Arena(count: $0) }
    prepare(images: 1, threads: 1)
  }

  /// Runs the schedule on a batch; the results wait in ``output(_:shape:)``.
  ///
  /// They are the same to the bit for every number of threads and every size of the batch.
  ///
  /// - Parameters:
  ///   - inputs: A tensor for each input, `[N, C, H, W]`, with one N.
  ///   - threads: The most threads that take part, the caller's included.
  package func run(_ inputs: [Tensor], threads: Int) {
    let images = requireBatch(inputs)
    self.threads = max(1, min(threads, pool.capacity + 1))
    prepare(images: images, threads: self.threads)
    unsafe bind(inputs, from: 0) { run(images: images) }
  }

  /// What the last run gave for an output.
  ///
  /// **Shape** the given one, which holds one or more images of that output.
  package func output(_ index: Int, shape: Shape) -> Tensor {
    precondition(shape.count <= outputs[index].count, "output \(index) has not been run that far")
    let scalars = unsafe [Float](unsafeUninitializedCapacity: shape.count) { target, count in
      if let target = target.baseAddress {
        unsafe target.initialize(from: outputs[index].pointer, count: shape.count)
      }
      count = shape.count
    }
    return Tensor(shape: shape, scalars: scalars)
  }

  /// How long each step takes for the first image on one thread, the best of some rounds, in
  /// microseconds; in the order of the schedule's steps.
  package func profile(_ inputs: [Tensor], rounds: Int) -> [Double] {
    prepare(images: 1, threads: 1)
    let steps = schedule.steps
    var best = [Double](repeating: .infinity, count: steps.count)
    let clock = ContinuousClock()
    unsafe bind(inputs, from: 0) {
      unsafe members[0].point(at: 0, of: schedule)
      for _ in 0..<rounds {
        for (index, step) in steps.enumerated() {
          let start = clock.now
          run(step, parts: 0..<step.kernel.partCount, in: members[0], scratch: members[0])
          best[index] = min(best[index], (clock.now - start) / .microseconds(1))
        }
      }
    }
    return best
  }

  // MARK: Memory

  private func requireBatch(_ inputs: [Tensor]) -> Int {
    precondition(
      inputs.count == schedule.inputCounts.count,
      "the network takes \(schedule.inputCounts.count) inputs, found \(inputs.count)")
    let images = inputs[0].shape[0]
    for index in inputs.indices {
      let count = schedule.inputCounts[index]
      precondition(
        inputs[index].shape[0] == images && inputs[index].scalars.count == images * count,
        "the network takes \(count) scalars for each of \(images) images, found "
          + "\(inputs[index].shape)")
    }
    return images
  }

  private func prepare(images: Int, threads: Int) {
    let mapMembers = images > 1 ? min(images, threads) : 1
    while members.count < max(1, threads) {
      members.append(
        MemberMemory(
          scratchCount: scratchCount,
          regions: 1 + schedule.inputCounts.count + schedule.outputCounts.count))
    }
    for member in 0..<mapMembers { members[member].needMaps(count: schedule.mapCount) }
    for index in outputs.indices {
      let count = images * schedule.outputCounts[index]
      if outputs[index].count < count { outputs[index] = Arena(count: count) }
    }
  }

  /// Notes where the inputs begin, and runs the closure while they stay there.
  @unsafe private func bind(_ inputs: [Tensor], from index: Int, _ body: () -> Void) {
    if index == inputs.count {
      for member in members.indices {
        for index in outputs.indices {
          unsafe members[member].starts[1 + inputs.count + index] = outputs[index].pointer
        }
      }
      return body()
    }
    unsafe inputs[index].scalars.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      for member in members.indices {
        unsafe members[member].starts[1 + index] = UnsafeMutablePointer(mutating: start)
      }
      unsafe bind(inputs, from: index + 1, body)
    }
  }

  // MARK: Running

  private func run(images: Int) {
    var image = 0
    if threads > 1 && images >= threads {
      sharing = .images
      nextImage.store(0, ordering: .relaxed)
      imageEnd = images / threads * threads
      pool.share(self, among: threads)
      image = imageEnd
    }
    sharing = .stages
    while image < images {
      unsafe members[0].point(at: image, of: schedule)
      if threads > 1 {
        progress.begin(chunks: chunkCount(of: 0))
        pool.share(self, among: threads)
      } else {
        runAlone(in: members[0])
      }
      image += 1
    }
  }

  package func join(as member: Int) {
    switch sharing {
    case .images: shareImages(in: members[member])
    case .stages: shareStages(in: members[0], scratch: members[member])
    }
  }

  private func shareImages(in memory: MemberMemory) {
    while true {
      let image = nextImage.add(1, ordering: .relaxed).oldValue
      if image >= imageEnd { return }
      unsafe memory.point(at: image, of: schedule)
      runAlone(in: memory)
    }
  }

  private func shareStages(in memory: MemberMemory, scratch: MemberMemory) {
    while true {
      let claim = progress.claim()
      if claim.stage >= schedule.stages.count { return }
      let chunks = chunkCount(of: claim.stage)
      if claim.chunk >= chunks {
        progress.waitForEnd(of: claim.stage)
        continue
      }
      run(chunk: claim.chunk, of: chunks, stage: claim.stage, in: memory, scratch: scratch)
      if progress.end() {
        let next = claim.stage + 1
        progress.advance(to: next, chunks: chunkCount(of: next))
      }
    }
  }

  private func chunkCount(of stage: Int) -> Int {
    if stage >= schedule.stages.count { return 0 }
    return switch schedule.stages[stage] {
    case .step(let step): step.chunkCount(threads: threads)
    case .strands(let strands): strands.count
    }
  }

  private func run(
    chunk: Int, of chunks: Int, stage: Int, in memory: MemberMemory, scratch: MemberMemory
  ) {
    switch schedule.stages[stage] {
    case .step(let step):
      let parts = step.kernel.partCount
      run(
        step, parts: chunk * parts / chunks..<(chunk + 1) * parts / chunks, in: memory,
        scratch: step.sharesScratch ? memory : scratch)
    case .strands(let strands):
      for index in strands[chunk].indices {
        let step = strands[chunk][index]
        run(step, parts: 0..<step.kernel.partCount, in: memory, scratch: scratch)
      }
    }
  }

  private func runAlone(in memory: MemberMemory) {
    for stage in schedule.stages.indices {
      for chunk in 0..<strandCount(of: stage) {
        run(chunk: chunk, of: 1, stage: stage, in: memory, scratch: memory)
      }
    }
  }

  private func strandCount(of stage: Int) -> Int {
    switch schedule.stages[stage] {
    case .step: 1
    case .strands(let strands): strands.count
    }
  }

  @inline(__always)
  private func run(
    _ step: KernelStep, parts: Range<Int>, in memory: MemberMemory, scratch: MemberMemory
  ) {
    unsafe step.run(parts: parts, bases: memory.bases, scratch: scratch.scratch.pointer)
  }
}

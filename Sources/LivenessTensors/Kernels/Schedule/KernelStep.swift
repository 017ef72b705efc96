/// One kernel with the places that it reads and writes.
package struct KernelStep: Sendable {
  /// Where a map starts.
  package struct Place: Sendable, Hashable {
    /// The memory: 0 is that of the maps; the inputs follow, then the outputs.
    package let region: Int
    /// Floats from the start of the memory.
    package let offset: Int

    /// Notes a place.
    package init(region: Int, offset: Int) {
      self.region = region
      self.offset = offset
    }
  }

  /// What the step is called, for a table of times.
  package let name: String
  /// What computes it.
  package let kernel: any MapKernel
  /// What the kernel reads.
  package let input: Place
  /// What it reads beside, if anything.
  package let other: Place?
  /// Where it writes.
  package let output: Place
  /// Multiplications, about; what takes few is not worth sharing.
  package let cost: Int
  /// Whether all threads have one scratch memory.
  let sharesScratch: Bool

  /// Notes a step.
  package init(
    name: String, kernel: any MapKernel, input: Place, other: Place? = nil, output: Place, cost: Int
  ) {
    self.init(
      name: name, kernel: kernel, input: input, other: other, output: output, cost: cost,
      sharesScratch: false)
  }

  private init(
    name: String, kernel: any MapKernel, input: Place, other: Place?, output: Place, cost: Int,
    sharesScratch: Bool
  ) {
    self.name = name
    self.kernel = kernel
    self.input = input
    self.other = other
    self.output = output
    self.cost = cost
    self.sharesScratch = sharesScratch
  }

  /// The phases of the kernel as steps, or the step itself: what threads can share.
  package var phases: [KernelStep] {
    let phases = kernel.phases
    if phases.isEmpty { return [self] }
    return phases.map { phase in
      KernelStep(
        name: name, kernel: phase, input: input, other: other, output: output, cost: cost,
        sharesScratch: true)
    }
  }

  /// The chunks in which several threads claim the parts: enough that they end at nearly the same
  /// time, and none so small that claiming it costs more than it brings.
  func chunkCount(threads: Int) -> Int {
    max(1, min(kernel.partCount, cost >> 15, 4 * threads))
  }

  /// Computes some of the parts, in the memories that start at the bases.
  @unsafe func run(
    parts: Range<Int>, bases: UnsafePointer<UnsafeMutablePointer<Float>>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    unsafe kernel.run(
      parts: parts, input: bases[input.region] + input.offset,
      other: other.map { unsafe UnsafePointer(bases[$0.region] + $0.offset) },
      output: bases[output.region] + output.offset, scratch: scratch)
  }
}

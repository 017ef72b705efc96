import LivenessTensors

/// One kernel with memory of its own, all of its parts on one thread.
@safe
final class KernelRun {
  private let kernel: any MapKernel
  private let outputCount: Int
  @unsafe private let memory: UnsafeMutablePointer<Float>
  private let offsets: (output: Int, scratch: Int)

  /// Prepares a run on a map of the given layout with seeded values; its padding stays zero.
  init(_ kernel: any MapKernel, input: MapLayout, output: MapLayout) {
    func aligned(_ count: Int) -> Int { (count + 15) / 16 * 16 }
    self.kernel = kernel
    outputCount = output.count
    offsets = (aligned(input.count), aligned(input.count) + aligned(output.count))
    let count = offsets.scratch + aligned(max(1, kernel.scratchCount))
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: count * MemoryLayout<Float>.stride, alignment: 64)
    unsafe memory = bytes.bindMemory(to: Float.self, capacity: count)
    unsafe memory.initialize(repeating: 0, count: count)
    var tensors = SeededTensors(seed: 7)
    for row in 0..<input.height {
      for column in 0..<input.width {
        let pixel = unsafe memory + input.offset(row: row, column: column)
        for channel in 0..<input.channels {
          unsafe pixel[channel] = Float.random(in: -1...1, using: &tensors)
        }
      }
    }
  }

  deinit { unsafe memory.deallocate() }

  /// Runs all parts.
  func callAsFunction() {
    unsafe kernel.run(
      parts: 0..<kernel.partCount, input: memory, other: nil, output: memory + offsets.output,
      scratch: memory + offsets.scratch)
  }

  /// The output's memory, padding included.
  var output: Tensor {
    Tensor(
      shape: [outputCount],
      scalars: (0..<outputCount).map { unsafe memory[offsets.output + $0] })
  }
}

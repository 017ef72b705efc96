import LivenessTensors

/// Runs a kernel on planes, as a plan would: laid out, in parts that two threads would take.
///
/// Memory that no kernel may read or write is filled with not-a-number, so that a step over an edge
/// shows in the result.
enum MapRunner {
  /// The planes that a kernel makes, `[channels, height, width]`; `nil` where it wrote around them.
  static func run(
    _ kernel: some MapKernel, _ planes: [Float], input: MapLayout,
    other: (MapLayout, [Float])? = nil,
    output: MapLayout, shares: Shares = .halves
  ) -> [Float]? {
    let source = unsafe laidOut(planes, input)
    let second = unsafe other.map { unsafe laidOut($1, $0) }
    let target = UnsafeMutableBufferPointer<Float>.allocate(capacity: output.count)
    unsafe target.initialize(repeating: .nan)
    let scratch = unsafe UnsafeMutableRawBufferPointer.allocate(
      byteCount: 4 * (kernel.scratchCount + guardCount), alignment: 64
    ).bindMemory(to: Float.self)
    unsafe scratch.initialize(repeating: .nan)
    defer {
      unsafe source.deallocate()
      unsafe second?.deallocate()
      unsafe target.deallocate()
      unsafe scratch.deallocate()
    }
    guard let map = source.baseAddress, let result = target.baseAddress,
      let memory = scratch.baseAddress
    else { return nil }
    let phases = shares == .whole ? [] : kernel.phases
    for phase in phases.isEmpty ? [kernel] : phases {
      for parts in shares.ranges(of: phase.partCount) {
        unsafe phase.run(
          parts: parts, input: map, other: second?.baseAddress.map { unsafe UnsafePointer($0) },
          output: result, scratch: memory)
      }
    }
    let guardIsKept = unsafe scratch[kernel.scratchCount...].allSatisfy { $0.isNaN }
    var written = [Float](repeating: 0, count: output.channels * output.height * output.width)
    unsafe output.store(result, into: &written)
    let isKept = unsafe isFilledUpWithZeros(result, output)
    return guardIsKept && isKept ? written : nil
  }

  /// How the parts of a kernel's work, or of its phases, are shared out.
  enum Shares: CaseIterable {
    case whole, halves, single

    func ranges(of count: Int) -> [Range<Int>] {
      switch self {
      case .whole: [0..<count]
      case .halves: [count / 2..<count, 0..<count / 2]
      case .single: (0..<count).reversed().map { $0..<$0 + 1 }
      }
    }
  }

  private static let guardCount = 64

  @unsafe private static func laidOut(
    _ planes: [Float], _ layout: MapLayout
  ) -> UnsafeMutableBufferPointer<Float> {
    let map = UnsafeMutableBufferPointer<Float>.allocate(capacity: layout.count)
    unsafe map.initialize(repeating: .nan)
    if let base = map.baseAddress {
      unsafe layout.clearBorder(of: base)
      unsafe layout.load(planes, into: base)
    }
    return unsafe map
  }

  /// Whether the kernel filled up the channels of its pixels and wrote nothing around the map.
  @unsafe private static func isFilledUpWithZeros(
    _ map: UnsafePointer<Float>, _ layout: MapLayout
  ) -> Bool {
    for index in 0..<layout.count {
      let (line, rest) = index.quotientAndRemainder(dividingBy: layout.rowStride)
      let (pixel, channel) = rest.quotientAndRemainder(dividingBy: layout.channelStride)
      let isInside =
        0..<layout.height ~= line - layout.border && 0..<layout.width ~= pixel - layout.border
      let value = unsafe map[index]
      if !isInside && !value.isNaN { return false }
      if isInside && channel >= layout.channels && value != 0 { return false }
    }
    return true
  }
}

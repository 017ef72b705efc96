/// Numbers of neighbouring pixels that are computed at once: as many as fit into the registers of
/// every processor.
typealias PixelLanes = SIMD4<Float>

// The operations are written on the type itself: in generic code they would become loops.
extension PixelLanes {
  /// The smaller of each pair; the other one's where a number is none.
  @inline(__always)
  func minimum(with other: PixelLanes) -> PixelLanes {
    other.replacing(with: self, where: self .< other)
  }

  /// The larger of each pair; the other one's where a number is none.
  @inline(__always)
  func maximum(with other: PixelLanes) -> PixelLanes {
    other.replacing(with: self, where: self .> other)
  }

  /// The nearest whole numbers; for values below 2²² in magnitude, and any number at all for others.
  ///
  /// Floats between 2²³ and 2²⁴ are the whole numbers, with the number in their low bits.
  @inline(__always)
  var nearestWhole: SIMD4<Int32> {
    let offset = PixelLanes(repeating: 0x1.8p23)
    return unsafe unsafeBitCast(self + offset, to: SIMD4<Int32>.self)
      &- unsafeBitCast(offset, to: SIMD4<Int32>.self)
  }
}

extension Int {
  /// The count rounded up to whole vectors.
  var roundedUpToPixelLanes: Int {
    (self + PixelLanes.scalarCount - 1) / PixelLanes.scalarCount * PixelLanes.scalarCount
  }
}

// Unchecked: whoever loops over vectors checks once that all of them are there.
extension Span<Float> {
  /// The numbers from an index on.
  ///
  /// - Precondition: There are as many.
  @inline(__always)
  @unsafe func lanes(at index: Int) -> PixelLanes {
    unsafe bytes.unsafeLoadUnaligned(
      fromUncheckedByteOffset: index &* MemoryLayout<Float>.stride, as: PixelLanes.self)
  }
}

extension MutableSpan<Float> {
  /// The numbers from an index on.
  ///
  /// - Precondition: There are as many.
  @inline(__always)
  @unsafe func lanes(at index: Int) -> PixelLanes {
    unsafe bytes.unsafeLoadUnaligned(
      fromUncheckedByteOffset: index &* MemoryLayout<Float>.stride, as: PixelLanes.self)
  }

  /// Sets the numbers from an index on.
  ///
  /// - Precondition: There are as many.
  @inline(__always)
  @unsafe mutating func set(_ lanes: PixelLanes, at index: Int) {
    var bytes = unsafe mutableBytes
    unsafe bytes.storeBytes(
      of: lanes, toUncheckedByteOffset: index &* MemoryLayout<Float>.stride, as: PixelLanes.self)
  }
}

extension MutableSpan<Int32> {
  /// Sets the numbers from an index on.
  ///
  /// - Precondition: There are as many.
  @inline(__always)
  @unsafe mutating func set(_ lanes: SIMD4<Int32>, at index: Int) {
    var bytes = unsafe mutableBytes
    unsafe bytes.storeBytes(
      of: lanes, toUncheckedByteOffset: index &* MemoryLayout<Int32>.stride, as: SIMD4<Int32>.self)
  }
}

internal import CProcessorLevel

/// The floats that one vector register holds at the build's processor level: 4, 8 or 16.
typealias Lanes = liveness_lanes

extension SIMD where Scalar == Float {
  /// `self + a · b`, as one instruction where the build may use it.
  @inline(__always)
  func adding(_ a: Self, times b: Self) -> Self {
    liveness_fuses_multiply_add() ? addingProduct(a, b) : self + a * b
  }

  /// The larger of each pair of scalars.
  @inline(__always)
  func maximum(with other: Self) -> Self {
    replacing(with: other, where: other .> self)
  }
}

extension Int {
  /// The count rounded up to whole vectors.
  @inline(__always)
  var roundedUpToLanes: Int {
    (self + Lanes.scalarCount - 1) / Lanes.scalarCount * Lanes.scalarCount
  }
}

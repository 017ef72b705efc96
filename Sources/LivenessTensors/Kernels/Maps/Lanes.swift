internal import CProcessorLevel

/// The floats that one vector register holds at the build's processor level: 4, 8 or 16.
typealias Lanes = liveness_lanes

// The operations are written on the type itself: in generic code they would become loops.
extension Lanes {
  /// `self + a · b`, as one instruction where the build may use it.
  @inline(__always)
  func adding(_ a: Lanes, times b: Lanes) -> Lanes {
    liveness_fuses_multiply_add() ? addingProduct(a, b) : self + a * b
  }

  /// `self + a · b` with one factor for all scalars.
  @inline(__always)
  func adding(_ a: Float, times b: Lanes) -> Lanes { adding(Lanes(repeating: a), times: b) }

  /// The larger of each pair of scalars; not-a-number wins over every number.
  @inline(__always)
  func maximum(with other: Lanes) -> Lanes {
    replacing(with: other, where: (other .> self) .| (other .!= other))
  }

  /// Scalars below 0 times their slopes, the others and not-a-number as they are; −∞ becomes
  /// not-a-number where the slope is 0.
  @inline(__always)
  func rectified(slopes: Lanes) -> Lanes { replacing(with: slopes * self, where: self .< 0) }
}

extension UnsafePointer<Float> {
  /// The vector that begins here, aligned or not.
  @inline(__always)
  @unsafe var lanes: Lanes {
    unsafe UnsafeRawPointer(self).loadUnaligned(as: Lanes.self)
  }
}

extension UnsafeMutablePointer<Float> {
  /// The vector that begins here, aligned or not.
  @inline(__always)
  @unsafe var lanes: Lanes {
    get { unsafe UnsafeRawPointer(self).loadUnaligned(as: Lanes.self) }
    nonmutating set {
      unsafe UnsafeMutableRawPointer(self).storeBytes(of: newValue, as: Lanes.self)
    }
  }
}

extension Int {
  /// The count rounded up to whole vectors.
  @inline(__always)
  package var roundedUpToLanes: Int {
    (self + Lanes.scalarCount - 1) / Lanes.scalarCount * Lanes.scalarCount
  }
}

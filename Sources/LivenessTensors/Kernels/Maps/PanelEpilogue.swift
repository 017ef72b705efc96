extension Epilogue {
  /// What happens to the sums of one panel of channels.
  @inline(__always)
  func panel(from channel: Int) -> PanelEpilogue {
    unsafe PanelEpilogue(
      bias: (bias.pointer + channel).panel, slopes: (slopes.pointer + channel).panel)
  }
}

/// An ``Epilogue`` for one panel of channels, its numbers in registers.
struct PanelEpilogue {
  /// The bias, which the sums begin with.
  let bias: Panel
  fileprivate let slopes: Panel

  /// Writes the activation of the sums, and of a map that is added to them.
  @inline(__always)
  @unsafe func store(
    _ sums: Panel, adding other: UnsafePointer<Float>?, to output: UnsafeMutablePointer<Float>,
    at pixel: Int, isWhole: Bool
  ) {
    var sums = sums
    if let other = unsafe other { sums = unsafe sums + (other + pixel).panel(isWhole: isWhole) }
    unsafe (output + pixel).store(sums.rectified(slopes: slopes), isWhole: isWhole)
  }
}

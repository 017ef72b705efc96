/// Planes, one for each channel, brought into the layout of a map: `[C, H, W]` to pixels with their
/// channels side by side.
package struct PlaneLoading: MapKernel {
  private let layout: MapLayout

  /// Makes the step in front of a map.
  package init(into layout: MapLayout) { self.layout = layout }

  package var partCount: Int { layout.height }

  @unsafe package func run(
    parts: Range<Int>, input: UnsafePointer<Float>, other: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    let (width, plane) = (layout.width, layout.height * layout.width)
    for row in parts {
      let source = unsafe input + row * width
      let target = unsafe output + layout.offset(row: row, column: 0)
      // The usual strides as constants, so that the compiler unrolls their loops.
      switch (layout.channels, layout.channelStride) {
      case (1, 1): unsafe target.update(from: source, count: width)
      case (2, 2): unsafe interleave(source, channels: 2, plane: plane, stride: 2, into: target)
      case (3, 3): unsafe interleave(source, channels: 3, plane: plane, stride: 3, into: target)
      case (4, 4): unsafe interleave(source, channels: 4, plane: plane, stride: 4, into: target)
      case (let channels, let stride):
        unsafe interleave(source, channels: channels, plane: plane, stride: stride, into: target)
      }
    }
  }

  @inline(__always)
  @unsafe private func interleave(
    _ source: UnsafePointer<Float>, channels: Int, plane: Int, stride: Int,
    into target: UnsafeMutablePointer<Float>
  ) {
    for column in 0..<layout.width {
      for channel in 0..<channels {
        unsafe target[column * stride + channel] = source[channel * plane + column]
      }
      for channel in channels..<stride { unsafe target[column * stride + channel] = 0 }
    }
  }
}

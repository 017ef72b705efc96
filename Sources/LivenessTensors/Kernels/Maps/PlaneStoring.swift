/// A map brought into planes, one for each channel: pixels with their channels side by side to
/// `[C, H, W]`.
package struct PlaneStoring: MapKernel {
  private let layout: MapLayout

  /// Makes the step behind a map.
  package init(from layout: MapLayout) { self.layout = layout }

  package var partCount: Int { layout.height }

  @unsafe package func run(
    parts: Range<Int>, input: UnsafePointer<Float>, other: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    let (width, stride) = (layout.width, layout.channelStride)
    for row in parts {
      for channel in 0..<layout.channels {
        let source = unsafe input + layout.offset(row: row, column: 0) + channel
        let target = unsafe output + (channel * layout.height + row) * width
        for column in 0..<width { unsafe target[column] = source[column * stride] }
      }
    }
  }
}

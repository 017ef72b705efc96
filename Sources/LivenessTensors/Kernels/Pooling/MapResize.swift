/// A map drawn on a grid of another size: each pixel a blend of four, as the layer's samples say.
package struct MapResize: MapKernel {
  /// The two positions along an axis that one position of the result lies between.
  package struct Sample: Sendable, Hashable {
    /// The first position.
    package let first: Int
    /// The second position; the first again where nothing is blended.
    package let second: Int
    /// How much the second counts, from 0 to 1.
    package let weight: Float

    /// Makes a sample.
    package init(first: Int, second: Int, weight: Float) {
      self.first = first
      self.second = second
      self.weight = weight
    }
  }

  private let input: MapLayout
  private let output: MapLayout
  private let rows, columns: [Sample]
  private let strips: RowStrips

  /// Makes the step from a sample for each row and each column of the result.
  package init(rows: [Sample], columns: [Sample], input: MapLayout, output: MapLayout) {
    precondition(
      rows.count == output.height && columns.count == output.width
        && input.channels == output.channels && !input.isDense && !output.isDense
        && rows.allSatisfy { 0..<input.height ~= $0.first && 0..<input.height ~= $0.second }
        && columns.allSatisfy { 0..<input.width ~= $0.first && 0..<input.width ~= $0.second },
      "a resize to \(rows.count) × \(columns.count) cannot take \(input) to \(output)")
    self.rows = rows
    self.columns = columns
    self.input = input
    self.output = output
    strips = RowStrips(height: output.height, width: output.width, pixels: 256)
  }

  package var partCount: Int { strips.count }

  @unsafe package func run(
    parts: Range<Int>, input: UnsafePointer<Float>, other: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    for part in parts {
      for row in strips[part] {
        let y = rows[row]
        let upper = unsafe input + self.input.offset(row: y.first, column: 0)
        let lower = unsafe input + self.input.offset(row: y.second, column: 0)
        var pixel = unsafe output + self.output.offset(row: row, column: 0)
        for x in columns {
          let (a, b) = (x.first * self.input.channelStride, x.second * self.input.channelStride)
          for channel in stride(from: 0, to: self.output.channelStride, by: Lanes.scalarCount) {
            let top = unsafe Self.blend(upper + a + channel, upper + b + channel, x)
            let bottom = unsafe Self.blend(lower + a + channel, lower + b + channel, x)
            unsafe (pixel + channel).lanes = Self.blend(top, bottom, y)
          }
          unsafe pixel += self.output.channelStride
        }
      }
    }
  }

  @inline(__always)
  @unsafe private static func blend(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ sample: Sample
  ) -> Lanes {
    unsafe blend(a.lanes, b.lanes, sample)
  }

  @inline(__always)
  private static func blend(_ a: Lanes, _ b: Lanes, _ sample: Sample) -> Lanes {
    // A neighbour that does not count must not spread what it holds.
    sample.first == sample.second ? a : (1 - sample.weight) * a + sample.weight * b
  }
}

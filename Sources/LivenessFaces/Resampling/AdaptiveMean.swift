/// A patch at another size, each pixel the mean of all pixels that its area touches, where it grows
/// too: what PyTorch calls adaptive average pooling.
struct AdaptiveMean {
  /// The means, plane by plane.
  ///
  /// **Shape** `[channels, height, width]`. **Units** 0 to 255.
  let planes: [Float]

  init(_ patch: FramePatch, width: Int, height: Int) {
    let columns = Self.windows(outputs: width, inputs: patch.width)
    let channels = patch.channels
    var planes = [Float](repeating: 0, count: channels * height * width)
    for (y, rows) in Self.windows(outputs: height, inputs: patch.height).enumerated() {
      let sums = Self.sum(of: rows, in: patch)
      for (x, columns) in columns.enumerated() {
        let count = Float(rows.count * columns.count)
        for channel in 0..<channels {
          var sum = 0
          for column in columns { sum += Int(sums[column * channels + channel]) }
          planes[(channel * height + y) * width + x] = Float(sum) / count
        }
      }
    }
    self.planes = planes
  }

  /// The pixels that each pixel of the result touches along an axis.
  static func windows(outputs: Int, inputs: Int) -> [Range<Int>] {
    (0..<outputs).map { output in
      output * inputs / outputs..<((output + 1) * inputs + outputs - 1) / outputs
    }
  }

  private static func sum(of rows: Range<Int>, in patch: FramePatch) -> [UInt32] {
    var sums = [UInt32](repeating: 0, count: patch.width * patch.channels)
    for row in rows {
      let line = patch.row(row)
      for index in line.indices { sums[index] &+= UInt32(line[index]) }
    }
    return sums
  }
}

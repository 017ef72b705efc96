/// OpenCV's `INTER_AREA` for 8-bit samples and a source that is not smaller than the result.
///
/// Where both sides shrink by whole numbers, a sample is the mean of a block; else each pixel enters
/// by the share of it that is covered, in 32-bit sums.
struct AreaResize {
  /// Row-major, channels interleaved.
  let samples: [UInt8]

  init(_ patch: FramePatch, width: Int, height: Int) {
    precondition(
      patch.width >= width && patch.height >= height,
      "an area mean shrinks, found \(patch.width) × \(patch.height) to \(width) × \(height)")
    if patch.width % width == 0 && patch.height % height == 0 {
      samples = Self.blockMeans(patch, width: width, height: height)
    } else {
      samples = Self.shares(patch, width: width, height: height)
    }
  }

  private static func blockMeans(_ patch: FramePatch, width: Int, height: Int) -> [UInt8] {
    let (columns, rows) = (patch.width / width, patch.height / height)
    let channels = patch.channels
    let factor = Float(1 / Double(columns * rows))
    var samples: [UInt8] = []
    for y in 0..<height {
      var sums = [Int](repeating: 0, count: width * channels)
      for row in 0..<rows {
        let line = patch.row(y * rows + row)
        for index in line.indices {
          sums[index / channels / columns * channels + index % channels] += Int(line[index])
        }
      }
      // The block of four has a rule of its own, which rounds halves up.
      samples += sums.map { sum in
        columns == 2 && rows == 2
          ? UInt8((sum + 2) >> 2)
          : UInt8(clamping: Int((Float(sum) * factor).rounded(.toNearestOrEven)))
      }
    }
    return samples
  }

  private typealias Share = (pixel: Int, weight: Float)

  /// The pixels under each pixel of the result, and by how much they enter.
  private static func shares(outputs: Int, inputs: Int) -> [[Share]] {
    let step = 1 / (Double(outputs) / Double(inputs))
    return (0..<outputs).map { output in
      let start = Double(output) * step
      let end = start + step
      let covered = min(step, Double(inputs) - start)
      let last = min(Int(end.rounded(.down)), inputs - 1)
      let first = min(Int(start.rounded(.up)), last)
      var shares: [Share] = []
      if Double(first) - start > smallestShare {
        shares.append((first - 1, Float((Double(first) - start) / covered)))
      }
      shares += (first..<last).map { ($0, Float(1 / covered)) }
      if end - Double(last) > smallestShare {
        shares.append((last, Float(min(min(end - Double(last), 1), covered) / covered)))
      }
      return shares
    }
  }

  /// Less of a pixel does not enter.
  private static let smallestShare = 1e-3

  private static func shares(_ patch: FramePatch, width: Int, height: Int) -> [UInt8] {
    let across = shares(outputs: width, inputs: patch.width)
    let down = shares(outputs: height, inputs: patch.height)
    var samples: [UInt8] = []
    samples.reserveCapacity(width * height * patch.channels)
    var line: (row: Int, sums: [Float]) = (-1, [])
    for shares in down {
      var sums = [Float](repeating: 0, count: width * patch.channels)
      for share in shares {
        if line.row != share.pixel {
          line = (share.pixel, sum(patch.row(share.pixel), across, channels: patch.channels))
        }
        for index in sums.indices { sums[index] += line.sums[index] * share.weight }
      }
      samples += sums.map { UInt8(min(max($0, 0), 255).rounded(.toNearestOrEven)) }
    }
    return samples
  }

  private static func sum(_ row: [UInt8], _ across: [[Share]], channels: Int) -> [Float] {
    var sums: [Float] = []
    sums.reserveCapacity(across.count * channels)
    for shares in across {
      for channel in 0..<channels {
        var sum: Float = 0
        for share in shares {
          sum += Float(row[share.pixel * channels + channel]) * share.weight
        }
        sums.append(sum)
      }
    }
    return sums
  }
}

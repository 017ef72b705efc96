import LivenessMedia

/// A small picture in memory, 8 bits a sample: grey, or red, green and blue interleaved.
struct Raster: Sendable, Hashable {
  let width: Int
  let height: Int
  let channels: Int
  private(set) var pixels: [UInt8]

  /// Makes a picture from a function that gives the samples of each pixel.
  init(width: Int, height: Int, color: (_ x: Int, _ y: Int) -> SIMD3<UInt8>) {
    self.init(width: width, height: height, channels: 3, pixels: [])
    pixels.reserveCapacity(3 * width * height)
    for y in 0..<height {
      for x in 0..<width {
        let color = color(x, y)
        pixels.append(color.x)
        pixels.append(color.y)
        pixels.append(color.z)
      }
    }
  }

  /// Makes a picture from its samples.
  init(width: Int, height: Int, channels: Int, pixels: [UInt8]) {
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
  }

  /// The picture without loss as a `data:` address; `nil` where it cannot be compressed.
  var png: String? {
    guard
      let bytes = try? PNGFile.encode(
        width: width, height: height, channels: channels, pixels: pixels)
    else { return nil }
    return "data:image/png;base64," + Base64Text.encode(bytes)
  }

  /// The picture as a photograph in a `data:` address; `nil` where it cannot be compressed.
  func jpeg(quality: Int) -> String? {
    guard
      let bytes = try? JPEGFile.encode(
        width: width, height: height, channels: channels, pixels: pixels, quality: quality)
    else { return nil }
    return "data:image/jpeg;base64," + Base64Text.encode(bytes)
  }

  /// The picture averaged down by a whole factor, until it is at most so wide.
  func shrunk(toWidth limit: Int) -> Raster {
    let factor = Raster.factor(width: width, limit: limit)
    guard factor > 1, height >= factor else { return self }
    let columns = width / factor
    let rows = height / factor
    var averaged: [UInt8] = []
    averaged.reserveCapacity(columns * rows * channels)
    for y in 0..<rows {
      for x in 0..<columns {
        for channel in 0..<channels {
          averaged.append(average(x * factor, y * factor, channel, factor))
        }
      }
    }
    return Raster(width: columns, height: rows, channels: channels, pixels: averaged)
  }

  /// The smallest whole number by which a width must be divided to be at most the limit.
  static func factor(width: Int, limit: Int) -> Int { max(1, (width + limit - 1) / limit) }

  private func average(_ left: Int, _ top: Int, _ channel: Int, _ factor: Int) -> UInt8 {
    var sum = 0
    for y in top..<top + factor {
      for x in left..<left + factor { sum += Int(pixels[(y * width + x) * channels + channel]) }
    }
    return UInt8(sum / (factor * factor))
  }
}

/// Reads an image between its pixels.
struct ImageSampling {
  private let image: ImageFrame
  private let pixels: [UInt8]

  init(_ image: ImageFrame) {
    self.image = image
    pixels = image.pixels
  }

  /// Appends the channels at a place, linear between the four pixels around it; `false`, with
  /// nothing but 0 appended, where one of them lies outside the image.
  func append(at place: SIMD2<Double>, to samples: inout [UInt8]) -> Bool {
    let (width, height, channels) = (image.width, image.height, image.channels)
    guard place.x >= 0, place.y >= 0, place.x <= Double(width - 1), place.y <= Double(height - 1)
    else {
      for _ in 0..<channels { samples.append(0) }
      return false
    }
    let (left, top) = (min(Int(place.x), max(0, width - 2)), min(Int(place.y), max(0, height - 2)))
    let (right, bottom) = (min(left + 1, width - 1), min(top + 1, height - 1))
    let (dx, dy) = (place.x - Double(left), place.y - Double(top))
    for channel in 0..<channels {
      let sample = { (x: Int, y: Int) in Double(pixels[(y * width + x) * channels + channel]) }
      let upper = sample(left, top) * (1 - dx) + sample(right, top) * dx
      let lower = sample(left, bottom) * (1 - dx) + sample(right, bottom) * dx
      samples.append(UInt8((upper * (1 - dy) + lower * dy).rounded()))
    }
    return true
  }
}

/// How a stored picture must be turned to stand upright, as EXIF and TIFF number it.
///
/// TIFF 6.0, section 8, tag 274.
enum Orientation: Int, CaseIterable {
  case upright = 1
  case mirrored = 2
  case turnedHalf = 3
  case flipped = 4
  case transposed = 5
  case turnedRight = 6
  case transversed = 7
  case turnedLeft = 8

  /// Rows and columns change places.
  private var swapsSides: Bool { rawValue >= 5 }

  /// The size of the upright picture.
  func size(width: Int, height: Int) -> (width: Int, height: Int) {
    swapsSides ? (height, width) : (width, height)
  }

  /// The picture upright.
  func upright(_ image: DecodedImage) -> DecodedImage {
    guard self != .upright else { return image }
    let size = size(width: image.width, height: image.height)
    let samples: DecodedImage.Samples =
      switch image.samples {
      case .grey8(let samples): .grey8(moved(samples, image, channels: 1))
      case .grey16(let samples): .grey16(moved(samples, image, channels: 1))
      case .float32(let samples): .float32(moved(samples, image, channels: 1))
      case .rgb16(let samples): .rgb16(moved(samples, image, channels: 3))
      case .rgb8(let samples): .rgb8(moved(samples, image, channels: 3))
      }
    return DecodedImage(width: size.width, height: size.height, samples: samples)
  }

  private func moved<Sample>(
    _ samples: [Sample], _ image: DecodedImage, channels: Int
  ) -> [Sample] {
    let size = size(width: image.width, height: image.height)
    var moved: [Sample] = []
    moved.reserveCapacity(samples.count)
    for y in 0..<size.height {
      for x in 0..<size.width {
        let (column, row) = source(x, y, right: image.width - 1, bottom: image.height - 1)
        let start = (row * image.width + column) * channels
        for channel in 0..<channels { moved.append(samples[start + channel]) }
      }
    }
    return moved
  }

  /// The stored pixel that an upright one shows.
  private func source(
    _ x: Int, _ y: Int, right: Int, bottom: Int
  ) -> (column: Int, row: Int) {
    switch self {
    case .upright: (x, y)
    case .mirrored: (right - x, y)
    case .turnedHalf: (right - x, bottom - y)
    case .flipped: (x, bottom - y)
    case .transposed: (y, x)
    case .turnedRight: (y, bottom - x)
    case .transversed: (right - y, bottom - x)
    case .turnedLeft: (right - y, x)
    }
  }
}

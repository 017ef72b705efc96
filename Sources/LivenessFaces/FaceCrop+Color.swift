package import LivenessSensing

extension FaceCrop {
  /// The image within the square as planes of red, green and blue, area-averaged where it shrinks;
  /// beyond the frame its edge is repeated.
  ///
  /// **Shape** three planes of `size · size`, row-major. **Units** 0 to 255.
  ///
  /// - Precondition: The image is in colour.
  package func color(of image: ImageFrame) -> [[Float]] { planes(of: image, white: 255) }

  /// The planes with 255 as another number.
  func planes(of image: ImageFrame, white: Float) -> [[Float]] {
    precondition(image.channels == 3, "a colour image has 3 channels, found \(image.channels)")
    let columns = AxisSampling(origin: left, extent: side, outputs: size, inputs: image.width)
    let rows = AxisSampling(origin: top, extent: side, outputs: size, inputs: image.height)
    let samples = rows.sources.map { image.samples(row: $0, columns: columns.sources) }
    let divisor = 255 / white
    return (0..<3).map { channel in
      let lines = samples.map { line in
        stride(from: channel, to: line.count, by: 3).map { Float(line[$0]) / divisor }
      }
      return rows.resampled(lines).flatMap { columns.resampled($0) }
    }
  }
}

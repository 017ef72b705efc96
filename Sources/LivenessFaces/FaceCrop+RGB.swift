public import LivenessSensing
public import LivenessTensors

extension FaceCrop {
  /// The red, green and blue of an image within the square, resampled as ``grey(of:)`` does.
  ///
  /// **Shape** `[3, size, size]`. **Units** 0 to 1.
  ///
  /// - Precondition: The image has three channels.
  public func rgb(of image: ImageFrame) -> Tensor {
    precondition(image.channels == 3, "color needs 3 channels, found \(image.channels)")
    let columns = AxisSampling(origin: left, extent: side, outputs: size, inputs: image.width)
    let rows = AxisSampling(origin: top, extent: side, outputs: size, inputs: image.height)
    let lines = rows.sources.map { image.samples(row: $0, columns: columns.sources) }
    let scalars = (0..<3).flatMap { channel in
      let plane = lines.map { line in
        stride(from: channel, to: line.count, by: 3).map { Float(line[$0]) / 255 }
      }
      return rows.resampled(plane).flatMap { columns.resampled($0) }
    }
    return Tensor(shape: [3, size, size], scalars: scalars)
  }
}

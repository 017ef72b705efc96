/// Where the samples of a picture lie in a file.
struct SampleGrid {
  let width: Int
  let height: Int
  let channels: Int
  let layout: SampleLayout
  /// The first sample's first byte.
  let offset: Int
  /// Bytes from a pixel to the next one of its row.
  let columnStride: Int
  /// Bytes from a pixel to the next one of its column.
  let rowStride: Int
  /// Bytes from a channel of a pixel to the next.
  let channelStride: Int

  /// Reads all samples; unsigned 8 and 16 bits as they are, all else as 32-bit floats.
  ///
  /// - Precondition: The samples lie within the bytes.
  func image(in bytes: [UInt8]) -> DecodedImage {
    let samples: DecodedImage.Samples =
      switch (layout.type, channels) {
      case (.uint8, 3): .rgb8(map(bytes) { UInt8($0) })
      case (.uint8, _): .grey8(map(bytes) { UInt8($0) })
      case (.uint16, 3): .rgb16(map(bytes) { UInt16($0) })
      case (.uint16, _): .grey16(map(bytes) { UInt16($0) })
      default: .float32(map(bytes) { Float($0) })
      }
    return DecodedImage(width: width, height: height, samples: samples)
  }

  @inline(__always)
  private func map<Sample>(_ bytes: [UInt8], _ convert: (Double) -> Sample) -> [Sample] {
    var samples: [Sample] = []
    samples.reserveCapacity(width * height * channels)
    for row in 0..<height {
      for column in 0..<width {
        let pixel = offset + row * rowStride + column * columnStride
        for channel in 0..<channels {
          guard let value = layout.value(in: bytes, at: pixel + channel * channelStride)
          else { preconditionFailure("samples lie beyond the bytes") }
          samples.append(convert(value))
        }
      }
    }
    return samples
  }
}

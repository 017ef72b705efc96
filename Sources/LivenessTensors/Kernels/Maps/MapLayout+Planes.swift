extension MapLayout {
  /// Lays out the map that planes hold, `[channels, height, width]`; writes the zeros of filled-up
  /// channels, not those around.
  @unsafe package func load(
    _ planes: UnsafePointer<Float>, into map: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<height {
      let target = unsafe map + offset(row: row, column: 0)
      for channel in 0..<channelStride {
        let plane = unsafe planes + (channel * height + row) * width
        for column in 0..<width {
          unsafe target[column * channelStride + channel] = channel < channels ? plane[column] : 0
        }
      }
    }
  }

  /// Writes the map as planes, `[channels, height, width]`.
  @unsafe package func store(
    _ map: UnsafePointer<Float>, into planes: UnsafeMutablePointer<Float>
  ) {
    for channel in 0..<channels {
      for row in 0..<height {
        let source = unsafe map + offset(row: row, column: 0) + channel
        let plane = unsafe planes + (channel * height + row) * width
        for column in 0..<width { unsafe plane[column] = source[column * channelStride] }
      }
    }
  }

  /// Writes the zeros around the map, which memory needs that held something else before.
  @unsafe package func clearBorder(of map: UnsafeMutablePointer<Float>) {
    guard border > 0 else { return }
    let before = border * channelStride
    let after = rowStride - before - width * channelStride
    for row in 0..<paddedHeight {
      let line = unsafe map + row * rowStride
      if row < border || row >= border + height {
        unsafe line.update(repeating: 0, count: rowStride)
      } else {
        unsafe line.update(repeating: 0, count: before)
        unsafe (line + rowStride - after).update(repeating: 0, count: after)
      }
    }
  }
}

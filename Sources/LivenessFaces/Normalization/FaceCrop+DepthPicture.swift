public import LivenessSensing

extension FaceCrop {
  /// How depth is drawn: 0.1 m before or behind the middle of the face are white and black.
  private static let relief = DepthRelief(range: 0.1, holeValue: -1, relativeSpread: 0.05)

  /// A depth map as a grey picture, for a capture that holds no image: what is near is bright, a hole
  /// is black.
  ///
  /// The median of the valid depths in the middle of the square, 0.6 of its sides, is grey. Depth of
  /// unknown scale is first stretched until its spread there, from the tenth to the ninetieth
  /// percentile, is 0.05 m.
  ///
  /// - Parameter frame: The depth map.
  /// - Returns: A picture of the frame's size and camera; all black where the middle of the square
  ///   has no valid depth.
  public func picture(of frame: DepthFrame) -> ImageFrame {
    let relief = FaceCrop.relief
    let measure = relief.measure(of: depth(of: frame), keyPoints: nil, scale: frame.scale)
    let pixels = frame.values.map { depth -> UInt8 in
      guard let measure, !depth.isNaN else { return 0 }
      return UInt8((127.5 * (measure(depth) + 1)).rounded())
    }
    return ImageFrame(
      width: frame.width, height: frame.height, channels: 1, checked: pixels, modality: .depth,
      camera: frame.camera)
  }
}

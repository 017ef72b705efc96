extension AlignedFrames {
  /// Brings an image onto the grid of a depth frame: each depth pixel takes what the image shows of
  /// its point.
  ///
  /// A pixel without depth, one whose point lies outside the image, and one whose point the image's
  /// camera cannot see because something nearer is in the way, is 0, and `false` in ``imageMask``.
  ///
  /// - Parameters:
  ///   - image: The image, with its camera.
  ///   - depth: The depth map in metres, with its camera.
  ///   - transform: From the depth camera's coordinates to the image camera's.
  ///
  /// - Throws: ``AlignmentError`` where a frame has no camera, the depth is relative, or cameras
  ///   and transform do not fit together.
  public init(
    aligning image: ImageFrame, to depth: DepthFrame, by transform: RigidTransform
  ) throws(AlignmentError) {
    let seen = try AlignedFrames(aligning: depth, to: image, by: transform).depth
    guard let depthCamera = depth.camera, let imageCamera = image.camera else {
      throw .missingCamera(frame: "depth")
    }
    let sampling = ImageSampling(image)
    var samples: [UInt8] = []
    samples.reserveCapacity(depth.width * depth.height * image.channels)
    var mask: [Bool] = []
    mask.reserveCapacity(depth.width * depth.height)
    for y in 0..<depth.height {
      for (x, distance) in depth.distances(row: y, columns: 0..<depth.width).enumerated() {
        let point = depthCamera.deproject(
          SIMD2(Double(x), Double(y)), depth: Double(distance)
        ).map(transform.apply)
        let place = point.flatMap(imageCamera.project) ?? SIMD2(repeating: .nan)
        let isVisible = point.map { Self.isVisible($0, at: place, in: seen) } ?? false
        mask.append(
          sampling.append(at: isVisible ? place : SIMD2(repeating: .nan), to: &samples))
      }
    }
    let warped = ImageFrame(
      width: depth.width, height: depth.height, channels: image.channels, checked: samples,
      modality: image.modality, camera: depthCamera)
    self.init(
      aligned: depth, warped,
      mask: PixelMask(width: depth.width, height: depth.height, values: mask))
  }

  /// What is farther away than the nearest surface by more than this share is hidden by it.
  private static let hiddenBeyond: Float = 0.02

  private static func isVisible(
    _ point: SIMD3<Double>, at place: SIMD2<Double>, in depth: DepthFrame
  ) -> Bool {
    let pixel = SIMD2(place.x.rounded(), place.y.rounded())
    guard pixel.x >= 0, pixel.y >= 0, pixel.x < Double(depth.width), pixel.y < Double(depth.height)
    else { return false }
    let nearest = depth[Int(pixel.x), Int(pixel.y)]
    return nearest.isNaN || Float(point.z) <= nearest * (1 + hiddenBeyond)
  }

  /// Brings a depth frame onto the image's grid by a homography, where nothing else is known: each
  /// image pixel takes the distance of the depth pixel that it maps from, unchanged.
  ///
  /// It fits a plane, and a face as far as that is flat. Relative depth may be aligned so.
  public init(warping depth: DepthFrame, to image: ImageFrame, by homography: Homography) {
    let back = homography.inverse
    let distances = depth.values
    var values: [Float] = []
    values.reserveCapacity(image.width * image.height)
    for y in 0..<image.height {
      for x in 0..<image.width {
        let source = back.apply(to: SIMD2(Double(x), Double(y))) ?? SIMD2(repeating: .nan)
        let pixel = SIMD2(source.x.rounded(), source.y.rounded())
        let isInside =
          pixel.x >= 0 && pixel.y >= 0 && pixel.x < Double(depth.width)
          && pixel.y < Double(depth.height)
        values.append(isInside ? distances[Int(pixel.y) * depth.width + Int(pixel.x)] : .nan)
      }
    }
    self.init(
      aligned: DepthFrame(
        width: image.width, height: image.height, checked: values, invalid: depth.invalidPixels,
        scale: depth.scale, camera: image.camera), image)
  }
}

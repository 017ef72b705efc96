/// Brings the depth frames of one camera onto the grid of another camera's images.
///
/// Each depth pixel is a small patch in space, facing the depth camera. It is painted over the
/// image pixels that its outline covers, so that a coarser depth map leaves no pinholes; where
/// several patches meet on a pixel, the nearest wins. Between neighbours that lie on one surface
/// the outline runs through the middle, so that slanted surfaces do not tear; towards a hole or
/// another surface it ends at the pixel's own edge, so that nothing is smeared and a hole stays a
/// hole. The result is the distance along the image camera's axis.
///
/// The rays, which depend only on the cameras, are computed once, here, where the depth camera's lens
/// bends them; where they meet the image is computed in single precision.
public struct FrameAligner: Sendable {
  private let depthCamera: CameraModel
  private let imageCamera: CameraModel
  private let depthToImage: RigidTransform
  private let rays: RayField
  private let projection: ImageProjection
  private let step: SurfaceStep

  /// Prepares the alignment between two cameras.
  ///
  /// - Parameters:
  ///   - depthCamera: The camera of the depth frames.
  ///   - imageCamera: The camera of the images.
  ///   - depthToImage: From the depth camera's coordinates to the image camera's.
  public init(
    depthCamera: CameraModel, imageCamera: CameraModel, depthToImage: RigidTransform
  ) {
    self.depthCamera = depthCamera
    self.imageCamera = imageCamera
    self.depthToImage = depthToImage
    rays = RayField(of: depthCamera, turnedBy: depthToImage)
    projection = ImageProjection(imageCamera, origin: depthToImage.translation)
    step = SurfaceStep(for: depthCamera)
  }

  /// Whether it was prepared for these cameras.
  func aligns(
    _ depthCamera: CameraModel, to imageCamera: CameraModel, by depthToImage: RigidTransform
  ) -> Bool {
    self.depthCamera == depthCamera && self.imageCamera == imageCamera
      && self.depthToImage == depthToImage
  }

  /// How many times over the depth pixels may cover the image.
  private static let mostLayers = 32

  /// The depth frame as the image's camera would see it.
  ///
  /// - Throws: ``AlignmentError`` where a frame's size is not its camera's, the depth is relative,
  ///   or cameras and transform do not fit together.
  public func align(
    _ depth: DepthFrame, to image: ImageFrame
  ) throws(AlignmentError) -> AlignedFrames {
    guard depth.scale == .metric else { throw .relativeDepth }
    try Self.check(depth.width, depth.height, against: depthCamera, frame: "depth")
    try Self.check(image.width, image.height, against: imageCamera, frame: image.modality.rawValue)
    let values = try painted(depth)
    let seen = DepthFrame(
      width: image.width, height: image.height, checked: values, invalid: depth.invalidPixels,
      scale: .metric, camera: imageCamera)
    return AlignedFrames(aligned: seen, image)
  }

  private static func check(
    _ width: Int, _ height: Int, against camera: CameraModel, frame: String
  ) throws(AlignmentError) {
    guard width == camera.width, height == camera.height else {
      throw .size(
        frame: frame, expectedWidth: camera.width, expectedHeight: camera.height, width: width,
        height: height)
    }
  }
}

extension FrameAligner {
  private func painted(_ frame: DepthFrame) throws(AlignmentError) -> [Float] {
    let imagePixels = imageCamera.width * imageCamera.height
    var canvas = DepthCanvas(
      width: imageCamera.width, height: imageCamera.height,
      limit: Self.mostLayers * imagePixels + frame.width * frame.height)
    var rows = (
      above: points(ofRow: -1, of: frame), here: points(ofRow: 0, of: frame),
      below: points(ofRow: 1, of: frame)
    )
    var outlines = PatchOutlines(count: frame.width, on: imageCamera)
    var ends = SeenPoints(count: 4 * frame.width.roundedUpToPixelLanes)
    for row in 0..<frame.height {
      if row > 0 {
        swap(&rows.above, &rows.here)
        swap(&rows.here, &rows.below)
        see(row + 1, of: frame, as: &rows.below)
      }
      outlines.surround(rows.here, between: rows.above, and: rows.below, joinedBy: step)
      if !outlines.open.isEmpty {
        let apart = outlines.open.count.roundedUpToPixelLanes
        ends.takeNeighbors(
          of: outlines.open, apart: apart, in: rows.here, between: rows.above, and: rows.below,
          joinedBy: step)
        projection.place(&ends, count: 4 * apart)
        ends.fillIn(outlines.open, apart: apart, from: rows.here)
        outlines.close(halfwayTo: ends, apart: apart)
      }
      try canvas.paint(outlines, of: rows.here, count: frame.width)
    }
    return canvas.values
  }

  private func points(ofRow row: Int, of frame: DepthFrame) -> SeenPoints {
    var points = SeenPoints(count: frame.width + 2)
    see(row, of: frame, as: &points)
    return points
  }

  private func see(_ row: Int, of frame: DepthFrame, as points: inout SeenPoints) {
    points.take(row, of: frame, along: rays)
    projection.place(&points, count: frame.width + 2)
  }
}

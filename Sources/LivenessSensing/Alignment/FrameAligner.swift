/// Brings the depth frames of one camera onto the grid of another camera's images.
///
/// Each depth pixel is a small patch in space, facing the depth camera. It is painted over the
/// image pixels that its outline covers, so that a coarser depth map leaves no pinholes; where
/// several patches meet on a pixel, the nearest wins. Between neighbours that lie on one surface
/// the outline runs through the middle, so that slanted surfaces do not tear; towards a hole or
/// another surface it ends at the pixel's own edge, so that nothing is smeared and a hole stays a
/// hole. The result is the distance along the image camera's axis.
///
/// The rays, which depend only on the cameras, are computed once, here; where they meet the image
/// is computed in single precision.
public struct FrameAligner: Sendable {
  private let depthCamera: CameraModel
  private let imageCamera: CameraModel
  private let rays: RayTable
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
    rays = RayTable(of: depthCamera, seenThrough: depthToImage)
    projection = ImageProjection(imageCamera)
    step = SurfaceStep(for: depthCamera)
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
    var above = PatchRow(width: frame.width)
    var (here, below) = (above, above)
    below.take(0, of: frame, along: rays, on: projection)
    for row in 0..<frame.height {
      swap(&above, &here)
      swap(&here, &below)
      if row + 1 < frame.height {
        below.take(row + 1, of: frame, along: rays, on: projection)
      } else {
        below.clear()
      }
      var outlines = PatchOutlines(
        of: here, between: above, and: below, joinedBy: step, on: imageCamera)
      close(&outlines, ofRow: row, here, above, below)
      try canvas.paint(outlines, at: here.depths)
    }
    return canvas.values
  }

  /// Ends the outlines that have no neighbour on their surface.
  private func close(
    _ outlines: inout PatchOutlines, ofRow row: Int, _ here: PatchRow, _ above: PatchRow,
    _ below: PatchRow
  ) {
    for column in outlines.isOpen.indices where outlines.isOpen[column] {
      let patch = Patch(column, of: here)
      guard !patch.distance.isNaN else {
        outlines.clear(column)
        continue
      }
      outlines.close(
        column,
        left: neighbor(of: patch, (column - 1, row), in: here),
        right: neighbor(of: patch, (column + 1, row), in: here),
        up: neighbor(of: patch, (column, row - 1), in: above),
        down: neighbor(of: patch, (column, row + 1), in: below))
    }
  }

  /// One depth pixel that saw something.
  private struct Patch {
    let distance: Float
    let center: SIMD2<Float>

    init(_ column: Int, of patches: PatchRow) {
      distance = patches.distances[column + 1]
      center = SIMD2(patches.x[column + 1], patches.y[column + 1])
    }
  }

  /// Where a neighbour appears on the image; one on another surface is taken at the pixel's own
  /// distance, and as the pixel itself where it would not appear.
  private func neighbor(
    of patch: Patch, _ pixel: (column: Int, row: Int), in patches: PatchRow
  ) -> SIMD2<Float> {
    let index = pixel.column + 1
    if step.joins(patch.distance, patches.distances[index]) {
      return SIMD2(patches.x[index], patches.y[index])
    }
    let seen = projection.appearance(
      of: rays.point(pixel.column, pixel.row, at: patch.distance))
    return seen.z.isNaN ? patch.center : SIMD2(seen.x, seen.y)
  }
}

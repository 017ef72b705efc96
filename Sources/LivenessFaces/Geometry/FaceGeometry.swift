public import LivenessSensing

/// How the surface of a face is shaped, measured on the aligned depth map without any training.
///
/// The face within its outline, drawn in a little so that no background counts, is divided into cells;
/// each gives one point in space from the median of its depths. A sheet of paper is a plane, or a
/// cylinder where it is bent; a face is neither.
///
/// **Units** metres.
public struct FaceGeometry: Sendable, Hashable {
  /// How far the points lie off the plane that fits them best: the root of the mean square, without
  /// the twentieth of them that fits worst.
  public let planeResidual: Double
  /// The same for the cylinder that fits best, of any direction and of a profile of third order.
  public let cylinderResidual: Double
  /// The spread of a pixel's depth about its neighbours in the row, which is mostly the sensor's
  /// noise.
  public let roughness: Double
  /// The distance between the pupils on the plane that fits the face best, which no depth around a
  /// single eye misleads; `nil` where the key points mark no two pupils.
  public let interOcularDistance: Double?
  /// How much of a face's relief it has; `nil` where too few key points have a depth.
  public let relief: FaceRelief?
  /// The cells that gave a point.
  public let cellCount: Int

  /// Cells along the longer side of the face.
  static let gridSize = 14
  /// The fewest cells that say something about a shape.
  static let fewestCells = 40
  /// How far the outline is drawn in towards its middle.
  static let shrinkage = 0.85

  /// Measures a face; `nil` where the camera is unknown, the depth is relative, or too few cells have
  /// valid depths.
  ///
  /// - Parameters:
  ///   - keyPoints: The key points in pixels of the image.
  ///   - frames: Depth and image on one grid.
  public init?(of keyPoints: FaceKeyPoints, in frames: AlignedFrames) {
    guard frames.depth.scale == .metric, let camera = frames.image.camera ?? frames.depth.camera
    else { return nil }
    let outline = keyPoints.outline
    let middle = outline.reduce(.zero, +) / Double(outline.count)
    let inner = outline.map { middle + ($0 - middle) * Self.shrinkage }
    guard let cells = FaceCells(within: inner, of: frames.depth, camera: camera) else { return nil }
    guard cells.points.count >= Self.fewestCells else { return nil }
    guard let plane = SurfaceFit.plane(of: cells.points) else { return nil }
    planeResidual = plane.residual
    cylinderResidual = SurfaceFit.cylinderResidual(of: cells.points)
    roughness = cells.roughness
    cellCount = cells.points.count
    let pupils = keyPoints[.pupils].compactMap(camera.ray).compactMap(plane.point(onRay:))
    let between = pupils.count == 2 ? pupils[1] - pupils[0] : nil
    interOcularDistance = between.map { ($0 * $0).sum().squareRoot() }
    relief = FaceRelief(of: keyPoints, in: frames)
    guard [planeResidual, cylinderResidual, roughness].allSatisfy(\.isFinite) else { return nil }
  }
}

public import LivenessSensing

/// How the surface of a face is shaped, measured on the aligned depth map without any training.
///
/// The face within its outline, drawn in a little so that no background counts, is divided into cells;
/// each gives one point in space from the median of its depths. A sheet of paper is a plane, or a
/// cylinder where it is bent; a face is neither. Points more than 35 millimetres off the plane that
/// half of them lie nearest to, a hand or what is behind, are left out; residuals are along the view.
///
/// **Units** metres.
public struct FaceGeometry: Sendable, Hashable {
  /// How far three fifths of the points lie off the plane that fits them best, as the root of the mean
  /// square: flat paper with fingers before it still is a plane.
  public let planeResidual: Double
  /// The most that four fifths of the points can be off the plane that fits them best, in what
  /// neighbouring cells share; the sensor's noise, which they do not, is left out.
  public let sharedPlaneResidual: Double
  /// How far four fifths of the points lie off the cylinder that fits them best, of any direction and
  /// of a profile of third order.
  public let cylinderResidual: Double
  /// The spread of a pixel's depth about its neighbours in the row, which is mostly the sensor's
  /// noise.
  public let roughness: Double
  /// The distance between the pupils, if the face has the mean proportions: from all key points and the
  /// median distance of the face, whichever way it is turned; `nil` where the key points are not in the
  /// Multi-PIE order.
  public let interOcularDistance: Double?
  /// The cells that gave a point.
  public let cellCount: Int

  /// Cells along the longer side of the face.
  static let gridSize = 14
  /// The fewest cells that say something about a shape.
  static let fewestCells = 40
  /// How far the outline is drawn in towards its middle.
  static let shrinkage = 0.85

  /// Measures a face; `nil` where the camera is unknown, the depth is relative, too few cells have
  /// valid depths, much of them lies behind what is nearest, or the key points mark no pupils.
  ///
  /// - Parameters:
  ///   - keyPoints: The key points in pixels of the image.
  ///   - frames: Depth and image on one grid.
  public init?(of keyPoints: FaceKeyPoints, in frames: AlignedFrames) {
    guard frames.depth.scale == .metric, let camera = frames.image.camera ?? frames.depth.camera,
      keyPoints.groups.contains(.pupils)
    else { return nil }
    let outline = keyPoints.outline
    let middle = outline.reduce(.zero, +) / Double(outline.count)
    let inner = outline.map { middle + ($0 - middle) * Self.shrinkage }
    guard let cells = FaceCells(within: inner, of: frames.depth, camera: camera) else { return nil }
    guard cells.points.count >= Self.fewestCells else { return nil }
    guard
      let fit = SurfaceFit(of: cells.points, at: cells.places, fewest: Self.fewestCells)
    else { return nil }
    planeResidual = fit.planeResidual
    sharedPlaneResidual = fit.sharedPlaneResidual
    cylinderResidual = fit.cylinderResidual
    roughness = cells.roughness
    cellCount = cells.points.count
    let distances = cells.points.map(\.z).sorted()
    interOcularDistance = FaceSize.interOcularDistance(
      of: keyPoints, at: distances[distances.count / 2], camera: camera)
    guard
      [planeResidual, sharedPlaneResidual, cylinderResidual, roughness].allSatisfy(\.isFinite)
    else { return nil }
  }
}

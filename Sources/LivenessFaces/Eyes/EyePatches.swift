public import LivenessLayers
public import LivenessSensing
public import LivenessTensors

/// Small squares of an image around the corners of both eyes and around the pupils, for a network
/// that looks at the eyes from near; US 2019/0347823 A1, paragraphs 0139 and 0150.
public struct EyePatches: Sendable, Hashable {
  /// The side of a square in multiples of the distance between the pupils.
  public let scale: Double

  /// Chooses the size of the squares.
  ///
  /// - Precondition: The scale is 0.05 to 4.
  public init(scale: Double) {
    precondition(
      (0.05...4).contains(scale), "eye patches have a scale of 0.05 to 4, found \(scale)")
    self.scale = scale
  }

  /// Reads the `patch` of an input from a model's card.
  ///
  /// - Throws: `CheckpointError` that names the field.
  public init(_ fields: CardFields) throws(CheckpointError) {
    scale = try fields.number("scale", in: 0.05...4)
  }

  /// The grey of the squares around some points, as ``FaceCrop/grey(of:)`` resamples it.
  ///
  /// A square is at least one pixel of the image and at most the whole of it; a point that lies
  /// farther outside than that is taken for one on the border.
  ///
  /// **Shape** `[points, size, size]`. **Units** 0 to 1.
  ///
  /// - Parameters:
  ///   - group: Whose points.
  ///   - keyPoints: The key points in pixels of the image.
  ///   - image: The image.
  ///   - size: Pixels along each side of a patch.
  /// - Returns: A patch for each point of the group, in its order.
  public func grey(
    of group: FaceKeyPoints.Group, _ keyPoints: FaceKeyPoints, in image: ImageFrame, size: Int
  ) -> Tensor {
    let extent = Double(max(image.width, image.height))
    let side = EyePatches.clamped(scale * keyPoints.interOcularDistance, to: 1...extent)
    let points = keyPoints[group]
    let scalars = points.flatMap { point -> [Float] in
      let x = EyePatches.clamped(point.x, to: -extent...2 * extent) + 0.5 - side / 2
      let y = EyePatches.clamped(point.y, to: -extent...2 * extent) + 0.5 - side / 2
      let square = FaceBox(x: x, y: y, width: side, height: side)
      return FaceCrop(around: square, scale: 1, size: size).grey(of: image).scalars
    }
    return Tensor(shape: [points.count, size, size], scalars: scalars)
  }

  /// The number within the range that is nearest; the lower end for what is no number.
  private static func clamped(_ value: Double, to range: ClosedRange<Double>) -> Double {
    value.isNaN ? range.lowerBound : min(max(value, range.lowerBound), range.upperBound)
  }
}

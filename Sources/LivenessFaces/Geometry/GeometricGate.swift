/// Tells flat and bent pictures from faces by their shape alone, without a network: the baseline that a
/// trained model has to beat, and a check before it.
///
/// Masks have the shape of a face; they are not refused here.
public struct GeometricGate: Sendable, Hashable {
  /// What is measured.
  public enum Measure: String, Sendable, Hashable, CaseIterable {
    /// The share of the face with a valid depth: a bright screen gives none.
    case depthCoverage = "depth-coverage"
    /// The distance between the pupils, in metres: a picture of a face has any size.
    case interOcularDistance = "inter-ocular-distance"
    /// The most of a face's relief that the depth leaves room for: a sheet has none, however it is
    /// held.
    case relief
    /// How far the surface is from a plane, in metres: flat paper and screens are none.
    case planeResidual = "plane-residual"
    /// How far the surface is from a cylinder, in metres: bent paper is one.
    case cylinderResidual = "cylinder-residual"
  }

  /// One measurement beside what a face must have.
  public struct Finding: Sendable, Hashable {
    /// What was measured.
    public let measure: Measure
    /// What was found; `nil` where it could not be measured.
    public let value: Double?
    /// What a living face has.
    public let limits: ClosedRange<Double>

    /// Whether the face passes; what could not be measured does not refuse.
    public var passes: Bool { value.map(limits.contains) ?? true }
  }

  /// The smallest share of the face with a valid depth, 0 to 1.
  public var minimumDepthCoverage: Double
  /// The distances between the pupils that a face can have, in metres.
  public var interOcularDistance: ClosedRange<Double>
  /// The smallest share of the mean face's relief.
  public var minimumRelief: Double
  /// The smallest distance from a plane, in metres.
  public var minimumPlaneResidual: Double
  /// The smallest distance from a cylinder, in metres.
  public var minimumCylinderResidual: Double

  /// The limits chosen on simulated captures of the dev split: half of the face, 45 to 80 millimetres, 4 millimetres
  /// from a plane, 2.5 from a cylinder.
  public init(
    minimumDepthCoverage: Double = 0.5, interOcularDistance: ClosedRange<Double> = 0.045...0.080,
    minimumRelief: Double = 0.35, minimumPlaneResidual: Double = 0.0015,
    minimumCylinderResidual: Double = 0.001
  ) {
    self.minimumRelief = minimumRelief
    self.minimumDepthCoverage = minimumDepthCoverage
    self.interOcularDistance = interOcularDistance
    self.minimumPlaneResidual = minimumPlaneResidual
    self.minimumCylinderResidual = minimumCylinderResidual
  }

  /// Everything that was measured, each with its limits; a face is refused where one does not pass.
  ///
  /// - Parameters:
  ///   - depth: What the depth map says about the face.
  ///   - geometry: The shape of its surface, where it could be measured.
  /// - Returns: A finding for each measure, in their order.
  public func findings(depth: FaceDepth, geometry: FaceGeometry?) -> [Finding] {
    Measure.allCases.map { measure in
      switch measure {
      case .depthCoverage:
        Finding(measure: measure, value: depth.coverage, limits: minimumDepthCoverage...1)
      case .interOcularDistance:
        Finding(
          measure: measure, value: geometry?.interOcularDistance ?? depth.interOcularDistance,
          limits: interOcularDistance)
      case .relief:
        Finding(
          measure: measure, value: geometry?.relief?.largestGain,
          limits: minimumRelief...Double.greatestFiniteMagnitude)
      case .planeResidual:
        Finding(
          measure: measure, value: geometry?.planeResidual,
          limits: minimumPlaneResidual...Double.greatestFiniteMagnitude)
      case .cylinderResidual:
        Finding(
          measure: measure, value: geometry?.cylinderResidual,
          limits: minimumCylinderResidual...Double.greatestFiniteMagnitude)
      }
    }
  }
}

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
    /// How far most of the surface is from a plane, in metres: flat paper and screens are one.
    case planeResidual = "plane-residual"
    /// The most that the whole surface can be off a plane, in metres, once the sensor's noise is taken
    /// out: noisy paper is one all the same.
    case sharedPlaneResidual = "shared-plane-residual"
    /// How far the surface is from a cylinder, in metres: bent paper is one.
    case cylinderResidual = "cylinder-residual"
  }

  /// One measurement beside what a face must have.
  public struct Finding: Sendable, Hashable {
    /// What was measured.
    public let measure: Measure
    /// What was found; `nil` where it could not be measured.
    public let value: Double?
    /// What a living face has; no face is as large as the greatest finite number, which stands for no
    /// upper limit.
    public let limits: ClosedRange<Double>

    /// Gathers a finding.
    public init(measure: Measure, value: Double?, limits: ClosedRange<Double>) {
      self.measure = measure
      self.value = value
      self.limits = limits
    }

    /// Whether the limits have an upper end.
    package var hasUpperLimit: Bool { limits.upperBound < Double.greatestFiniteMagnitude }

    /// Whether the face passes; what could not be measured does not refuse.
    public var passes: Bool { value.map(limits.contains) ?? true }

    /// Whether it says that the shape is not that of a face; too little depth does not say that.
    public var isOfAnotherShape: Bool { !passes && measure != .depthCoverage }
  }

  /// The smallest share of the face with a valid depth, 0 to 1.
  public var minimumDepthCoverage: Double
  /// The distances between the pupils that a face can have, in metres.
  public var interOcularDistance: ClosedRange<Double>
  /// The smallest distance of most of the surface from a plane, in metres.
  public var minimumPlaneResidual: Double
  /// The smallest distance of the whole surface from a plane, in metres, noise taken out.
  public var minimumSharedPlaneResidual: Double
  /// The smallest distance from a cylinder, in metres.
  public var minimumCylinderResidual: Double

  /// The limits chosen on simulated captures: half of the face, 45 to 80 millimetres, 1 millimetre from a
  /// plane, 1.4 without noise, 1 from a cylinder.
  public init(
    minimumDepthCoverage: Double = 0.5, interOcularDistance: ClosedRange<Double> = 0.045...0.080,
    minimumPlaneResidual: Double = 0.001, minimumSharedPlaneResidual: Double = 0.0014,
    minimumCylinderResidual: Double = 0.001
  ) {
    self.minimumDepthCoverage = minimumDepthCoverage
    self.interOcularDistance = interOcularDistance
    self.minimumPlaneResidual = minimumPlaneResidual
    self.minimumSharedPlaneResidual = minimumSharedPlaneResidual
    self.minimumCylinderResidual = minimumCylinderResidual
  }

  /// Everything that was measured, each with its limits; a face is refused where one does not pass.
  ///
  /// - Parameters:
  ///   - depth: What the depth map says about the face.
  ///   - geometry: The shape of its surface, where it could be measured.
  /// - Returns: A finding for each measure, in their order.
  public func findings(depth: FaceDepth, geometry: FaceGeometry?) -> [Finding] {
    func finding(_ measure: Measure, _ value: Double?, atLeast lowest: Double) -> Finding {
      Finding(
        measure: measure, value: value,
        limits: Self.limits(from: lowest, to: .greatestFiniteMagnitude))
    }
    return [
      Finding(
        measure: .depthCoverage, value: depth.coverage,
        limits: Self.limits(from: minimumDepthCoverage, to: 1)),
      Finding(
        measure: .interOcularDistance, value: geometry?.interOcularDistance,
        limits: interOcularDistance),
      finding(.planeResidual, geometry?.planeResidual, atLeast: minimumPlaneResidual),
      finding(
        .sharedPlaneResidual, geometry?.sharedPlaneResidual, atLeast: minimumSharedPlaneResidual),
      finding(.cylinderResidual, geometry?.cylinderResidual, atLeast: minimumCylinderResidual),
    ]
  }

  /// What lies between two numbers; where these leave no room, or the lower one is not a number, a range
  /// in which no measurement lies.
  private static func limits(from lowest: Double, to highest: Double) -> ClosedRange<Double> {
    let lowest = lowest.isNaN ? .infinity : lowest
    return lowest...max(lowest, highest)
  }
}

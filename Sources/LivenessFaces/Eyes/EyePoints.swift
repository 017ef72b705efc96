/// The pupils and the corners of both eyes where they are points of their own, not taken from the
/// rims of the eyes; US 2019/0347823 A1, paragraph 0089.
///
/// Listed from the image's left to its right, in pixels like the ``FaceKeyPoints`` that they belong
/// to.
public struct EyePoints: Sendable, Hashable {
  /// The middle of each pupil, wherever it looks: two points.
  public let pupils: [SIMD2<Double>]
  /// The corners of both eyes: four points.
  public let canthi: [SIMD2<Double>]

  /// Makes them from two pupils and four corners.
  ///
  /// - Precondition: There are two and four.
  public init(pupils: [SIMD2<Double>], canthi: [SIMD2<Double>]) {
    precondition(
      pupils.count == 2 && canthi.count == 4,
      "a face has 2 pupils and 4 canthi, found \(pupils.count) and \(canthi.count)")
    self.pupils = pupils
    self.canthi = canthi
  }

  /// The number of points.
  static let count = 6

  func mapped(_ transform: (SIMD2<Double>) -> SIMD2<Double>) -> EyePoints {
    EyePoints(pupils: pupils.map(transform), canthi: canthi.map(transform))
  }
}

/// Judges the picture of a region: a trained network, or features that were thought out.
public protocol RegionModel: Sendable {
  /// How sure the model is that the picture shows a living face, 0 to 1; not a number where the picture
  /// shows nothing that it could judge by.
  ///
  /// - Throws: An error where it cannot tell. It never reads as live.
  func liveConfidence(of picture: RegionPicture) throws -> Double
}

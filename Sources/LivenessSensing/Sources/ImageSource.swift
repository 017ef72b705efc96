/// Gives images one after the other: a camera, a recording or a simulator.
///
/// US 2019/0347823 A1, paragraphs 0152–0168: the second sensor.
public protocol ImageSource {
  /// The next image; `nil` where there will be no more.
  ///
  /// - Throws: An error where the sensor fails. It is never taken for an end.
  mutating func nextImage() async throws -> TimedFrame<ImageFrame>?
}

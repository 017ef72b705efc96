/// Gives depth maps one after the other: a camera, a recording or a simulator.
///
/// US 2019/0347823 A1, paragraphs 0152–0168: the first sensor.
public protocol DepthSource {
  /// The next depth map; `nil` where there will be no more.
  ///
  /// - Throws: An error where the sensor fails. It is never taken for an end.
  mutating func nextDepth() async throws -> TimedFrame<DepthFrame>?
}

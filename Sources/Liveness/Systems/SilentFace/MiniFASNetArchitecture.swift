/// The widths that set one MiniFASNet apart from another.
///
/// The original was pruned block by block, so that the widths follow no rule and are stated.
package struct MiniFASNetArchitecture: Sendable, Hashable {
  /// A bottleneck that halves the map, and residual ones behind it.
  struct Stage: Sendable, Hashable {
    /// The name of the halving bottleneck in the weights.
    let transition: String
    /// The channels within the halving bottleneck.
    let transitionWidth: Int
    /// The name of the residual bottlenecks in the weights.
    let residual: String
    /// The channels within each residual bottleneck.
    let residualWidths: [Int]
    /// The channels between the bottlenecks.
    let channels: Int
    /// Whether the last residual bottleneck weighs its channels by squeeze and excitation.
    let isSqueezed: Bool
  }

  let stages: [Stage]

  private init(residualWidths: [[Int]], isSqueezed: Bool) {
    let transitions = [
      ("conv_23", 103, "conv_3", 64), ("conv_34", 231, "conv_4", 128),
      ("conv_45", 308, "conv_5", 128),
    ]
    stages = zip(transitions, residualWidths).map { transition, widths in
      Stage(
        transition: transition.0, transitionWidth: transition.1, residual: transition.2,
        residualWidths: widths, channels: transition.3, isSqueezed: isSqueezed)
    }
  }

  /// MiniFASNetV2, made for crops of 2.7 times the face box.
  package static let v2 = MiniFASNetArchitecture(
    residualWidths: [[13, 13, 13, 13], [231, 52, 26, 77, 26, 26], [26, 26]], isSqueezed: false)

  /// MiniFASNetV1SE, made for crops of 4 times the face box.
  package static let v1SE = MiniFASNetArchitecture(
    residualWidths: [[13, 26, 13, 52], [154, 52, 26, 52, 26, 26], [26, 26]], isSqueezed: true)
}

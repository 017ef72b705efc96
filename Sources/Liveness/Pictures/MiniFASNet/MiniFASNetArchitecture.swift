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

  /// Pixels along each side of the input, a multiple of 16.
  package let inputSize: Int
  /// The logits.
  package let classCount: Int
  /// Whether the weights of the convolutions hold their batch normalizations already.
  package let isFolded: Bool
  let stages: [Stage]

  private init(
    residualWidths: [[Int]], isSqueezed: Bool, inputSize: Int = 80, classCount: Int = 3,
    isFolded: Bool = false
  ) {
    self.inputSize = inputSize
    self.classCount = classCount
    self.isFolded = isFolded
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
  package static let v2 = v2(isFolded: false)

  /// MiniFASNetV1SE, made for crops of 4 times the face box.
  package static let v1SE = v1SE(isFolded: false)

  static func v2(isFolded: Bool) -> MiniFASNetArchitecture {
    MiniFASNetArchitecture(
      residualWidths: [[13, 13, 13, 13], [231, 52, 26, 77, 26, 26], [26, 26]], isSqueezed: false,
      isFolded: isFolded)
  }

  static func v1SE(isFolded: Bool) -> MiniFASNetArchitecture {
    MiniFASNetArchitecture(
      residualWidths: [[13, 26, 13, 52], [154, 52, 26, 52, 26, 26], [26, 26]], isSqueezed: true,
      isFolded: isFolded)
  }

  /// MiniFASNetV2SE of face-antispoof-onnx, for crops of 128 × 128 pixels and two classes.
  package static func v2SE(isFolded: Bool) -> MiniFASNetArchitecture {
    MiniFASNetArchitecture(
      residualWidths: [[13, 13, 13, 13], [231, 52, 26, 77, 26, 26], [26, 26]], isSqueezed: true,
      inputSize: 128, classCount: 2, isFolded: isFolded)
  }
}

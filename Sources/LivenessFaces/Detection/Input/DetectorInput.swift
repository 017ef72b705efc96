import LivenessLayers
import LivenessSensing
import LivenessTensors

/// How an image becomes the input of a detector's network, as the model file says.
struct DetectorInput: Sendable {
  private enum Channel: String, CaseIterable {
    case red, green, blue, grey

    /// Its place among the samples of a colour image.
    var index: Int { self == .green ? 1 : self == .blue ? 2 : 0 }
  }

  /// How large an image is shown.
  let size: InputSizeRule
  private let filter: ResizeRule
  private let channels: [Channel]
  private let means: [Float]
  private let factor: Float
  private let filling: Float
  private let takesGreyAsColor: Bool

  /// Reads a card's only input and its `resize`.
  ///
  /// - Throws: `CheckpointError.card`; ``FaceDetectionError/option(name:expected:found:)``.
  init(_ card: ModelCard, options: FaceDetectorOptions) throws {
    let input = card.inputs[0]
    guard card.inputs.count == 1 else {
      throw card.fields.mismatch(
        "inputs", expected: "one input", found: "\(card.inputs.count)")
    }
    channels = try Self.channels(input)
    let resize = try card.fields.object("resize")
    size = try InputSizeRule(resize, input: input).with(resolution: options.resolution)
    filter = try resize.choice("filter")
    try input.normalization.require("kind", is: "mean-scale")
    let means = try input.normalization.numbers("mean")
    guard means.count == channels.count, means.allSatisfy({ abs($0) <= 255 }) else {
      throw input.normalization.mismatch(
        "mean", expected: "\(channels.count) numbers of -255 to 255", found: "\(means)")
    }
    self.means = means.map(Float.init)
    factor = Float(try input.normalization.number("scale", in: 1e-6...1))
    filling = Float(
      resize.contains("filling") ? try resize.number("filling", in: 0...255) : 0)
    takesGreyAsColor = options.takesGreyAsColor
  }

  private static func channels(_ input: ModelCard.Input) throws(CheckpointError) -> [Channel] {
    let channels = input.content.compactMap(Channel.init)
    let isColor = channels.count == 3 && Set(channels) == [.red, .green, .blue]
    guard input.content.count == input.channels, channels.count == input.channels,
      isColor || channels == [.grey]
    else {
      throw .card(
        path: "inputs[0].content", expected: "red, green and blue in some order, or grey",
        found: "\(input.content)")
    }
    return channels
  }

  /// The network's input for an image, `[1, channels, height, width]`.
  ///
  /// - Throws: ``FaceDetectionError/channels(expected:found:)``.
  func tensor(
    of image: ImageFrame, plan: InputSizeRule.Plan
  ) throws(FaceDetectionError) -> Tensor {
    let frame = PixelRectangle(x: 0, y: 0, width: image.width, height: image.height)
    guard let patch = FramePatch(of: image, in: frame, filling: .black) else {
      throw .imageSize(expected: "pixels", width: image.width, height: image.height)
    }
    return try tensor(of: patch, plan: plan)
  }

  /// The network's input for a part of an image.
  ///
  /// - Throws: ``FaceDetectionError/channels(expected:found:)``.
  func tensor(
    of patch: FramePatch, plan: InputSizeRule.Plan
  ) throws(FaceDetectionError) -> Tensor {
    guard patch.channels == channels.count || channels == [.grey] || takesGreyAsColor else {
      throw .channels(expected: channels.count, found: patch.channels)
    }
    let samples = filter(patch, width: plan.imageWidth, height: plan.imageHeight)
    var scalars: [Float] = []
    scalars.reserveCapacity(channels.count * plan.height * plan.width)
    for (channel, mean) in zip(channels, means) {
      let levels = Self.levels(of: channel, among: samples, count: patch.channels)
      let empty = (filling - mean) * factor
      for row in 0..<plan.height {
        let y = row - plan.top
        guard 0..<plan.imageHeight ~= y else {
          scalars += repeatElement(empty, count: plan.width)
          continue
        }
        scalars += repeatElement(empty, count: plan.left)
        for position in y * plan.imageWidth..<(y + 1) * plan.imageWidth {
          scalars.append((levels[position] - mean) * factor)
        }
        scalars += repeatElement(empty, count: plan.width - plan.left - plan.imageWidth)
      }
    }
    return Tensor(shape: [1, channels.count, plan.height, plan.width], scalars: scalars)
  }

  /// One channel of the network, 0 to 255, of pixels with `count` samples each; the grey of a colour
  /// is `0.299 R + 0.587 G + 0.114 B`.
  private static func levels(
    of channel: Channel, among samples: [UInt8], count: Int
  ) -> [Float] {
    guard channel == .grey, count == 3 else {
      let first = count == 1 ? 0 : channel.index
      return stride(from: first, to: samples.count, by: count).map { Float(samples[$0]) }
    }
    return stride(from: 0, to: samples.count, by: count).map {
      0.299 * Float(samples[$0]) + 0.587 * Float(samples[$0 + 1]) + 0.114 * Float(samples[$0 + 2])
    }
  }
}

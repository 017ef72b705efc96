import LivenessFaces
import LivenessLayers
import LivenessSensing

/// Which pixels around a face a silent model sees, and what becomes of those beyond the frame; its
/// card says it.
struct SilentFaceCrop: Sendable, Hashable {
  /// What is extended.
  enum Shape: String, Sendable, CaseIterable {
    /// The face box itself; its last row and column count (Silent-Face-Anti-Spoofing).
    case box
    /// A square with the larger side of the box.
    case square
  }

  /// What follows where the frame does not hold the scale.
  enum ScaleFit: String, Sendable, CaseIterable {
    /// The model answers nevertheless; the border rule says what it sees.
    case clamp
    /// The model does not apply.
    case require
  }

  /// What becomes of pixels beyond the frame.
  enum Border: String, Sendable, CaseIterable {
    /// There are none: the scale shrinks until the crop is no larger than the frame, and the crop is
    /// shifted inside (Silent-Face-Anti-Spoofing).
    case shift
    /// The crop ends at the frame, so that the face is no more in its middle.
    case shrink
    /// They are black.
    case pad
    /// They mirror those within.
    case reflect
  }

  /// The sides of the crop in multiples of those of the face box.
  let scale: Double
  let shape: Shape
  let scaleFit: ScaleFit
  let border: Border
  /// How the crop is brought to the size of the network's input.
  let resize: ResizeRule

  /// A model whose card requires its scale still applies with this share of it (row 5.11 of the
  /// requirements: an effective scale below 90 % of the requested one is another scale).
  static let smallestShare = 0.9

  /// Reads the member `crop` of a card.
  init(_ fields: CardFields) throws(CheckpointError) {
    try fields.refuseUnknown(
      besides: ["scale", "size", "shape", "scale_fit", "border", "resize"])
    self.init(
      scale: try fields.number("scale", in: 0.1...10), shape: try fields.choice("shape"),
      scaleFit: try fields.choice("scale_fit"), border: try fields.choice("border"),
      resize: try fields.choice("resize"))
  }

  init(
    scale: Double, shape: Shape = .box, scaleFit: ScaleFit = .clamp, border: Border = .shift,
    resize: ResizeRule = .linear
  ) {
    self.scale = scale
    self.shape = shape
    self.scaleFit = scaleFit
    self.border = border
    self.resize = resize
  }

  /// The largest scale up to the requested one at which the crop is no larger than the frame:
  /// `min((H − 1) / h, (W − 1) / w, scale)`.
  func effectiveScale(around box: FaceBox, width: Int, height: Int) -> Double {
    let sides = sides(of: box)
    return min(Double(height - 1) / sides.height, Double(width - 1) / sides.width, scale)
  }

  /// Whether the model can judge the face at its scale: the frame holds enough of it where the card
  /// requires that, and the crop does not reach so far beyond the frame that it is mostly filling.
  func applies(to box: FaceBox, width: Int, height: Int) -> Bool {
    guard rectangle(around: box, width: width, height: height).isWithinBudget else { return false }
    return scaleFit == .clamp
      || effectiveScale(around: box, width: width, height: height) >= Self.smallestShare * scale
  }

  /// The pixels of the crop on a frame of the given size; they may lie beyond it where the border
  /// rule fills them.
  func rectangle(around box: FaceBox, width: Int, height: Int) -> PixelRectangle {
    let sides = sides(of: box)
    let scale =
      border == .shift ? effectiveScale(around: box, width: width, height: height) : scale
    let columns = extent(
      center: box.width / 2 + box.x, side: sides.width * scale, limit: width)
    let rows = extent(
      center: box.height / 2 + box.y, side: sides.height * scale, limit: height)
    let whole = PixelRectangle(
      x: columns.lowerBound, y: rows.lowerBound, width: columns.count, height: rows.count)
    guard border == .shift || border == .shrink else { return whole }
    return whole.clipped(toWidth: width, height: height) ?? whole
  }

  /// The pixels around a face that the model sees; `nil` where none of them lies on the frame.
  func patch(of image: ImageFrame, in rectangle: PixelRectangle) -> FramePatch? {
    FramePatch(of: image, in: rectangle, filling: border == .reflect ? .mirrored : .black)
  }

  private func sides(of box: FaceBox) -> (width: Double, height: Double) {
    switch shape {
    case .box: return (box.width, box.height)
    case .square:
      let side = max(box.width, box.height)
      return (side, side)
    }
  }

  /// The pixels along one axis.
  ///
  /// The order of the operations is the authors', so that nothing rounds otherwise; ends are cut off
  /// towards zero.
  private func extent(center: Double, side: Double, limit: Int) -> Range<Int> {
    var start = center - side / 2
    switch shape {
    case .box:
      var end = center + side / 2
      if border == .shift {
        if start < 0 {
          end -= start
          start = 0
        }
        if end > Double(limit - 1) {
          start -= end - Double(limit) + 1
          end = Double(limit - 1)
        }
      }
      return Int(start)..<max(Int(end), Int(start)) + 1
    case .square:
      let count = max(1, Int(side))
      let first = Int(start)
      start = border == .shift ? Double(min(max(first, 0), max(0, limit - count))) : Double(first)
      return Int(start)..<Int(start) + count
    }
  }
}

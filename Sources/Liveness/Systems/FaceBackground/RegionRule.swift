import LivenessFaces
import LivenessLayers

/// Which part of an image a model sees.
public struct RegionRule: Sendable, Hashable {
  /// How far beyond the face box.
  public let extending: RegionExtension
  /// What becomes of a region that leaves the frame.
  public let border: BorderPolicy
  /// Whether the pixels of the face box do not count: the background alone.
  public let masksFace: Bool
  /// Pixels along each side of the picture that the region is resized to; `nil` thins it to its
  /// nearest pixels and keeps its shape.
  public let size: Int?
  /// How the region is resized.
  let resize: ResizeRule

  /// States a region; Silent-Face's rule at the border unless told otherwise.
  public init(
    extending: RegionExtension, border: BorderPolicy = .shift, masksFace: Bool = false
  ) {
    self.extending = extending
    self.border = border
    self.masksFace = masksFace
    size = nil
    resize = .linear
  }

  /// Reads the member `region` of a card whose network takes pictures of the given size.
  ///
  /// - Throws: `CheckpointError.card` with the path of the member that is wrong.
  init(_ fields: CardFields, size: Int) throws(CheckpointError) {
    try fields.refuseUnknown(
      besides: ["up", "down", "left", "right", "size", "border", "masks_face", "resize"])
    let range = RegionExtension.range
    extending = RegionExtension(
      up: try fields.number("up", in: range), down: try fields.number("down", in: range),
      left: try fields.number("left", in: range), right: try fields.number("right", in: range))
    self.size = try fields.integer("size", in: size...size)
    border = try fields.choice("border")
    masksFace = try fields.boolean("masks_face")
    resize = try fields.choice("resize")
  }

  /// The face box itself.
  public static let face = RegionRule(extending: .none)
  /// 2.7 times the face box, the face included.
  public static let surroundings = RegionRule(extending: RegionExtension(scale: 2.7))
  /// 2.7 times the face box without the face.
  public static let background = RegionRule(
    extending: RegionExtension(scale: 2.7), masksFace: true)
}

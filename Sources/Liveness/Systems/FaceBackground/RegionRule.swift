/// Which part of an image a model sees.
public struct RegionRule: Sendable, Hashable {
  /// How far beyond the face box.
  public let extending: RegionExtension
  /// What becomes of a region that leaves the frame.
  public let border: BorderPolicy
  /// Whether the pixels of the face box do not count: the background alone.
  public let masksFace: Bool

  /// States a region; Silent-Face's rule at the border unless told otherwise.
  public init(
    extending: RegionExtension, border: BorderPolicy = .shift, masksFace: Bool = false
  ) {
    self.extending = extending
    self.border = border
    self.masksFace = masksFace
  }

  /// The face box itself.
  public static let face = RegionRule(extending: .none)
  /// 2.7 times the face box, the face included.
  public static let surroundings = RegionRule(extending: RegionExtension(scale: 2.7))
  /// 2.7 times the face box without the face.
  public static let background = RegionRule(
    extending: RegionExtension(scale: 2.7), masksFace: true)
}

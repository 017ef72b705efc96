/// What becomes of a region that reaches beyond the frame.
///
/// The same weights give other answers under another policy: a model is asked with the one that it
/// was trained with.
public enum BorderPolicy: String, Sendable, Hashable, CaseIterable {
  /// The region shrinks, all sides alike, until it is no larger than the frame, and is moved inside:
  /// the rule of Silent-Face-Anti-Spoofing.
  case shift
  /// The region ends at the frame.
  case shrink
  /// The region stays; what lies beyond the frame is black and does not count.
  case pad
}

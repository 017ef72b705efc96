/// A second opinion: another system, or the service of another party.
///
/// The library only says when it is asked; what travels, and how, is the channel's own affair.
/// A channel should honour the cancellation of its task. One that does not is left behind when its
/// time is over, and keeps its place among the calls that run at once until it returns. It must not
/// block its thread, as a network call that waits in place does: that thread is one of the few that
/// all tasks of the process share.
public protocol FallbackChannel<Subject>: Sendable {
  /// What is judged, such as a capture or an encoded image.
  associatedtype Subject: Sendable

  /// The name that results carry.
  var name: String { get }

  /// Judges a subject.
  ///
  /// - Returns: What the channel thinks; ``SecondOpinion`` checks it before anybody sees it.
  /// - Throws: Any error where there is no opinion. It never reads as live.
  @concurrent
  func opinion(on subject: Subject) async throws -> FallbackOpinion
}

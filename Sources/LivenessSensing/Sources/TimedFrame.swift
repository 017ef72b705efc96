/// A frame, and when it was taken.
public struct TimedFrame<Frame: Sendable>: Sendable {
  /// The frame.
  public let frame: Frame
  /// When it was taken, by a clock that both sensors share; `nil` where that is not known.
  public let time: Duration?

  /// Puts a time to a frame.
  public init(_ frame: Frame, time: Duration? = nil) {
    self.frame = frame
    self.time = time
  }
}

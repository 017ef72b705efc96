/// The exit statuses of the command; those above 63 follow sysexits.h and the shell.
enum CommandStatus: Int32, Sendable, Hashable {
  /// Every capture is live.
  case live = 0
  /// At least one capture is a presentation attack.
  case spoof = 1
  /// At least one capture has no answer, and none is an attack.
  case undetermined = 2
  /// An input or a model could not be read.
  case unreadableInput = 65
  /// Something could not be written.
  case unwritableOutput = 74
  /// The user ended the run.
  case interrupted = 130
  /// Whoever read the output stopped.
  case closedPipe = 141
}

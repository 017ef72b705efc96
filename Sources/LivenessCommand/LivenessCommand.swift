import ArgumentParser

/// The `liveness` command.
@main
struct LivenessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "liveness",
    abstract: "Decides whether a living face was in front of the cameras.")
}

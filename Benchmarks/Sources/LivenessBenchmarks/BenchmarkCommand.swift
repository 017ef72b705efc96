import ArgumentParser

/// Times kernels, layers, networks and the detector.
@main
struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "LivenessBenchmarks",
    abstract: "Time kernels, layers, networks and the detector.",
    subcommands: [
      MeasureCommand.self, ProfileCommand.self, BatchCommand.self, ChildCommand.self,
    ],
    defaultSubcommand: MeasureCommand.self)
}

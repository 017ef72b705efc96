import ArgumentParser

/// `liveness info`: prints what the command was built for and what it runs on.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Print the processor level, the BLAS and the threads in use.",
    discussion: """
      Warns on standard error where the BLAS is the slow reference one.

      Examples:
        liveness info
        liveness info --json | jq .blas

      Exit status: 0; 64 wrong usage; 74 the output could not be written; 141 nobody reads it any \
      more.
      """)

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let status = OutputError.handled {
      let output = OutputFile.standardOutput
      let system = SystemDescription.current
      try output.write(json ? system.json + "\n" : system.text(style: .of(output)))
      for warning in system.warnings {
        try? OutputFile.standardError.write("liveness: \(warning)\n")
      }
      return .live
    }
    if status != .live { throw status.exit }
  }
}

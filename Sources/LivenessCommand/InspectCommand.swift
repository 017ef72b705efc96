import ArgumentParser
import LivenessLayers

/// `liveness inspect`: prints a model's card.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Print what a model file says about itself.",
    discussion: """
      Examples:
        liveness inspect depth-fusion.safetensors
        liveness inspect depth-fusion.safetensors --json | jq .evaluation

      Exit status: 0; 64 wrong usage; 65 the file is no model that can be read; 74 the output \
      could not be written; 141 nobody reads it any more.
      """)

  @Argument(help: "A model file.", completion: .file(extensions: ["safetensors"]))
  var file: String

  @Flag(help: "Print the model's card as it stands in the file.")
  var json = false

  func run() throws {
    let status = OutputError.handled {
      guard let model = model() else { return .unreadableInput }
      let output = OutputFile.standardOutput
      let description = ModelDescription(of: model)
      try output.write(
        json
          ? description.cardText + "\n"
          : description.text(columns: output.terminalColumns ?? 100, style: .of(output)))
      return .live
    }
    if status != .live { throw status.exit }
  }

  /// The model; `nil`, and the reason told, where the file cannot be read.
  private func model() -> ModelFile? {
    do {
      return try ModelFile(at: file)
    } catch {
      try? OutputFile.standardError.write(OutputError.line(subject: file, "\(error)"))
      return nil
    }
  }
}

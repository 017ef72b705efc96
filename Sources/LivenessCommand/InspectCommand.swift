import ArgumentParser

/// `liveness inspect`: prints a model's card.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Print what a model file says about itself.")

  @Argument(help: "A model file.", completion: .file(extensions: ["safetensors"]))
  var file: String

  @Flag(help: "Print the model's card as it stands in the file.")
  var json = false
}

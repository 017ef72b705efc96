import ArgumentParser
import LivenessTensors

/// The `liveness` command.
@main
struct LivenessCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "liveness",
    abstract: "Decides whether a living face was in front of the cameras.",
    discussion: """
      A capture is a folder with capture.json, a depth map and the image taken beside it.

        liveness detect captures/                  a table of the captures
        liveness detect captures/ --json           one JSON object a line
        liveness detect captures/ --report r.html  pictures of what the networks saw
        liveness silent photo.jpg --models dir     the same from one colour image
        liveness convert depth.png ir.png new …    a capture out of depth and image files
        liveness align new --report a.html         depth over the image, before and after
        liveness inspect model.safetensors         what a model was trained on
        liveness evaluate manifest.csv             error rates with intervals
        liveness calibrate scores.csv --eer        a threshold for your own camera
        liveness info                              the processor level and BLAS in use
      """,
    version: "0.1.0",
    subcommands: [
      DetectCommand.self, SilentCommand.self, ConvertCommand.self, AlignCommand.self,
      EvaluateCommand.self, CalibrateCommand.self, InspectCommand.self, InfoCommand.self,
    ])

  static func main() async {
    StandardFiles.prepare()
    BLASLibrary.endThreads()
    await main(nil)
  }
}

extension CommandStatus {
  /// Ends the command with this status and no further words.
  var exit: ExitCode { ExitCode(rawValue) }
}

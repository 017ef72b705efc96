import ArgumentParser
import LivenessMedia

/// `liveness align`: shows depth over the image, before and after alignment.
struct AlignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "align",
    abstract: "Show a capture's depth over its image, before and after alignment.",
    discussion: """
      Depth is drawn in false colour over the image: once as it was taken, stretched to the \
      image's size, and once brought onto the image's pixels by the cameras and the transform \
      between them. Edges of the depth should follow those of the image in the second.

      Examples:
        liveness align captures/visitor-0117 --report alignment.html
        liveness align captures/visitor-0117 --report alignment.png

      Exit status: 0; 64 wrong usage; 65 the capture could not be read or aligned; 74 the report \
      could not be written.
      """)

  @Argument(help: "A capture folder.", completion: .directory)
  var capture: String

  @Option(
    help: ArgumentHelp("Write the pictures here, as a page or side by side.", valueName: "file"),
    completion: .file(extensions: ["html", "png"]))
  var report: String

  func validate() throws {
    guard report.hasSuffix(".html") || report.hasSuffix(".png") else {
      throw ValidationError("The report is a file named ….html or ….png, not \(report).")
    }
  }

  func run() throws {
    let status = OutputError.handled {
      do {
        let file = try ReplacedFile(at: report)
        let pictures = try AlignmentPictures(of: CaptureFolder.read(at: capture), named: capture)
        let bytes =
          report.hasSuffix(".png")
          ? try pictures.sideBySide() : Array(AlignmentPage(pictures).html.utf8)
        try file.replace { (file) throws(OutputError) in try file.write(bytes) }
        return .live
      } catch let error as OutputError {
        throw error
      } catch {
        try? OutputFile.standardError.write(CaptureFailure(error, at: capture).line)
        return .unreadableInput
      }
    }
    if status != .live { throw status.exit }
  }
}

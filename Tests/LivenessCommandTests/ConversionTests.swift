import ArgumentParser
import LivenessMedia
import Testing

@testable import LivenessCommand

struct ConversionTests {
  private let folder = TemporaryFolder()

  @Test(arguments: ["cloud.ply", "folder"])
  func `what cannot be made leaves nothing behind`(name: String) throws {
    // Points take a camera, and a folder takes pictures that have one too.
    let conversion = Conversion(target: folder.path + "/" + name)
    #expect(throws: CaptureError.self) { try conversion.write(MadeUpFace.smallCapture()) }
    #expect(folder.names.isEmpty)
  }

  @Test func `a place where no report can stand is told before the capture is read`() throws {
    let command = try AlignCommand.parse([
      folder.path, "--report", folder.path + "/missing/a.html",
    ])
    #expect(throws: CommandStatus.unwritableOutput.exit) { try command.run() }
  }
}

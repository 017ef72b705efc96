import ArgumentParser
import Foundation
import Liveness
import LivenessFaces
import LivenessMedia
import LivenessSensing
import TestSupport
import Testing

@testable import LivenessCommand

struct ConvertCommandTests {
  private static let formats = Goldens.path("media/formats/")
  private static let camera = ["--intrinsics", "393.1845,394.8416,39.6803,65.6412"]

  @Test(arguments: [
    ("depth.png", "mm"), ("depth.tif", "m"), ("depth.npz", "1"), ("depth.csv", "0.001"),
  ])
  func `a capture is made of depth and image files`(name: String, unit: String) throws {
    let folder = TemporaryFolder()
    let target = folder.path + "/out"
    let command = try ConvertCommand.parse(
      [
        Self.formats + name, Self.formats + "nir.png", target, "--unit", unit, "--face-box",
        "23.4,11.8,66.8,90.1", "--cropped",
      ] + Self.camera)
    try command.run()
    let capture = try CaptureFolder.read(at: target)
    #expect(capture.faceBox == FaceBox(x: 23.4, y: 11.8, width: 66.8, height: 90.1))
    #expect(capture.isCropped)
    #expect(capture.depth.camera?.focalX == 393.1845)
    #expect(capture.images[0].modality == .nearInfrared)
    guard case .grey16(let raw) = try PNGFile.read(at: Self.formats + "depth.png").samples else {
      Issue.record("expected 16 bits")
      return
    }
    #expect(capture.depth.values.map { Conversion.millimetres($0) } == raw)
    #expect(throws: (any Error).self, "the folder is not empty") { try command.run() }
  }

  @Test func `depth alone becomes a file`() throws {
    let folder = TemporaryFolder()
    let cloud = folder.path + "/depth.ply"
    try ConvertCommand.parse([Self.formats + "depth.csv", cloud, "--unit", "mm"] + Self.camera)
      .run()
    let calibration = folder.path + "/camera.json"
    let text = """
      { "format": "liveness-calibration/1", "depth": { "width": 112, "height": 112,
        "fx": 393.1845, "fy": 394.8416, "cx": 39.6803, "cy": 65.6412,
        "distortion": { "model": "none" } } }
      """
    try OutputFile.replacing(calibration, with: Array(text.utf8))
    let picture = folder.path + "/depth.png"
    try ConvertCommand.parse([cloud, picture, "--unit", "m", "--calibration", calibration]).run()
    #expect(
      try PNGFile.read(at: picture).samples
        == PNGFile.read(at: Self.formats + "depth.png").samples)
  }

  @Test(arguments: [
    ["depth.png"], ["depth.png", "", "--unit", "m", "--intrinsics", "1,1,1,1"],
    ["a.png", "out", "--intrinsics", "1,1,1,1"], ["a.png", "out", "--unit", "m"],
    ["a.png", "out", "--unit", "inch", "--intrinsics", "1,1,1,1"],
    ["a.png", "out", "--unit", "m", "--intrinsics", "1,1,1"],
    ["a.png", "out", "--unit", "m", "--intrinsics", "0,1,1,1"],
    ["a.png", "out", "--unit", "m", "--intrinsics", "1,1,1,1", "--calibration", "b"],
    ["a.png", "out", "--unit", "m", "--intrinsics", "1,1,1,1", "--modality", "ir"],
    ["a.png", "out", "--unit", "m", "--intrinsics", "1,1,1,1", "--face-box", "1,2,0,4"],
    ["a.png", "out", "--unit", "m", "--intrinsics", "1,1,1,1", "--white", "0"],
    ["a.png", "out", "--unit", "m", "--intrinsics", "1,1,1,1", "--invalid", "-1"],
    ["a.png", "out", "--unit", "m", "--intrinsics", "1,1,1,1", "--range", "2,1"],
    ["a.png", "out", "--unit", "m", "--intrinsics", "1,1,1,1", "--measures", "y"],
    ["a.png", "out", "--unit", "m", "--intrinsics", "1,1,1,1", "--mapping", "0,1,1,2"],
    ["a.png", "out", "--intrinsics", "1,1,1,1", "--mapping", "1,0,1,2"],
    ["a.png", "out", "--preset", "kinect-9"],
    ["a.png", "b.png", "out.ply", "--unit", "m", "--intrinsics", "1,1,1,1"],
  ])
  func `what cannot be meant is wrong usage`(arguments: [String]) throws {
    let error = #expect(throws: (any Error).self) { _ = try ConvertCommand.parse(arguments) }
    #expect(try ConvertCommand.exitCode(for: #require(error)) == .validationFailure)
  }

  @Test func `a kind of camera gives unit and lenses`() throws {
    let profile = try #require(CameraProfile.named("realsense-d435"))
    let (width, height) = (profile.depthCamera.width, profile.depthCamera.height)
    let folder = TemporaryFolder()
    let depth = folder.path + "/depth.png"
    let raw = [UInt16](repeating: 700, count: width * height)
    try OutputFile.replacing(
      depth, with: PNGFile.encode(width: width, height: height, grey16: raw))
    let target = folder.path + "/out"
    try ConvertCommand.parse([depth, target, "--preset", "realsense-d435"]).run()
    let capture = try CaptureFolder.read(at: target)
    #expect(capture.depth[3, 3] == 0.7)
    #expect(capture.depth.camera == profile.depthCamera)
  }

  @Test func `a kind of camera speaks for images in its own light alone`() throws {
    let profile = try #require(CameraProfile.named("orbbec-astra"))
    let (width, height) = (profile.depthCamera.width, profile.depthCamera.height)
    let count = width * height
    let folder = TemporaryFolder()
    let depth = folder.path + "/depth.png"
    try OutputFile.replacing(
      depth,
      with: PNGFile.encode(
        width: width, height: height, grey16: [UInt16](repeating: 700, count: count)))
    let (grey, color) = (folder.path + "/grey.png", folder.path + "/color.png")
    for (path, channels) in [(grey, 1), (color, 3)] {
      try OutputFile.replacing(
        path,
        with: PNGFile.encode(
          width: width, height: height, channels: channels,
          pixels: [UInt8](repeating: 50, count: channels * count)))
    }
    func converted(
      _ images: [String], to name: String, _ options: String...
    ) throws -> LivenessCapture {
      let target = folder.path + "/" + name
      try ConvertCommand.parse(
        [depth] + images + [target, "--preset", "orbbec-astra"] + options
      ).run()
      return try CaptureFolder.read(at: target)
    }
    let dots = try converted([grey], to: "dots")
    #expect(dots.images[0].modality == .nearInfraredWithDots && dots.registration == .aligned)
    #expect(dots.images[0].camera == profile.image?.camera)
    // Where colours, or light without dots, come from, a kind of camera that shows dots cannot know.
    for images in [[color], [grey, color]] {
      #expect(throws: CommandStatus.unreadableInput.exit) {
        _ = try converted(images, to: "unknown")
      }
    }
    #expect(throws: CommandStatus.unreadableInput.exit) {
      _ = try converted([grey], to: "unknown", "--modality", "nir")
    }
    let promised = try converted([grey, color], to: "promised", "--aligned")
    #expect(promised.images.map(\.modality) == [.nearInfraredWithDots, .color])
    #expect(promised.registration == .aligned)
    let own = try converted([color], to: "own", "--intrinsics", "500,500,320,240")
    #expect(own.images[0].modality == .color && own.images[0].camera?.focalX == 500)
  }

  @Test func `light that is said comes first, then channels, then the kind of camera`() throws {
    let colors = try FrameOptions.parse(["--preset", "apple-truedepth"])
    #expect(colors.light == nil && colors.greyLight == .nearInfrared)
    let plain = try FrameOptions.parse(["--preset", "azure-kinect-nfov"])
    #expect(plain.light == nil && plain.greyLight == .nearInfrared)
    let dots = try FrameOptions.parse(["--preset", "realsense-d415", "--modality", "nir"])
    #expect(dots.light == .nearInfrared && dots.greyLight == .nearInfraredWithDots)
  }

  @Test func `sensors that stand apart need a transform or a promise`() throws {
    let folder = TemporaryFolder()
    let camera = """
      { "width": 112, "height": 112, "fx": 400, "fy": 400, "cx": 56, "cy": 56,
        "distortion": { "model": "none" } }
      """
    let pair = folder.path + "/pair.json"
    let text = """
      { "format": "liveness-calibration/1", "depth": \(camera),
        "image": \(camera.replacing("400", with: "500")) }
      """
    try OutputFile.replacing(pair, with: Array(text.utf8))
    let arguments = [
      Self.formats + "depth.png", Self.formats + "nir.png", folder.path + "/out", "--unit", "mm",
      "--calibration", pair,
    ]
    #expect(throws: CommandStatus.unreadableInput.exit) {
      try ConvertCommand.parse(arguments).run()
    }
    try ConvertCommand.parse(arguments + ["--aligned"]).run()
    #expect(try CaptureFolder.read(at: folder.path + "/out").registration == .aligned)
  }

  @Test func `a calibration may say what one unit is`() throws {
    let folder = TemporaryFolder()
    let text = """
      { "format": "liveness-calibration/1", "depth": { "width": 112, "height": 112, "fx": 400,
        "fy": 400, "cx": 56, "cy": 56, "distortion": { "model": "none" } } }
      """
    let calibration = folder.path + "/camera.json"
    try OutputFile.replacing(calibration, with: Array(text.utf8))
    let arguments = [
      Self.formats + "depth.png", folder.path + "/out", "--calibration", calibration,
    ]
    #expect(throws: CommandStatus.unreadableInput.exit) {
      try ConvertCommand.parse(arguments).run()
    }
    let unit = text.replacing("\"depth\":", with: "\"metres_per_unit\": 0.001, \"depth\":")
    try OutputFile.replacing(calibration, with: Array(unit.utf8))
    try ConvertCommand.parse(arguments).run()
    let depth = try CaptureFolder.read(at: folder.path + "/out").depth
    guard case .grey16(let raw) = try PNGFile.read(at: Self.formats + "depth.png").samples else {
      Issue.record("expected 16 bits")
      return
    }
    #expect(depth.values.map { Conversion.millimetres($0) } == raw)
  }

  @Test func `what cannot be read leaves nothing behind`() throws {
    let folder = TemporaryFolder()
    let command = try ConvertCommand.parse(
      [folder.path + "/missing.png", folder.path + "/out", "--unit", "m"] + Self.camera)
    #expect(throws: CommandStatus.unreadableInput.exit) { try command.run() }
    #expect(folder.names.isEmpty)
  }
}

struct AlignmentTests {
  /// Depth that shows a near bar in its third column, seen 2 pixels farther right on the image.
  private func capture(apart: Bool) throws -> LivenessCapture {
    let (width, height) = (8, 4)
    let camera = try CameraModel(
      width: width, height: height, focalX: 10, focalY: 10, centerX: 3.5, centerY: 1.5)
    let values = (0..<width * height).map { $0 % width == 2 ? Float(0.5) : 0.6 }
    let transform = try RigidTransform(
      rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: SIMD3(0.1, 0, 0))
    return LivenessCapture(
      depth: try DepthFrame(width: width, height: height, values: values, camera: camera),
      images: [
        try ImageFrame(
          width: width, height: height, pixels: [UInt8](repeating: 100, count: 32),
          camera: camera)
      ], registration: apart ? .depthToImage(transform) : .aligned)
  }

  @Test func `the pictures show depth before and after it was moved`() throws {
    let pictures = try AlignmentPictures(of: capture(apart: true), named: "a")
    #expect(pictures.capture.registration != .aligned)
    let near = pictures.before.color(2, 1)
    #expect(pictures.before.color(4, 1) != near)
    #expect(pictures.after.color(4, 1) == near)
    // Nothing was seen that far to the left.
    #expect(pictures.after.color(0, 1) == SIMD3(repeating: 100))
    let both = try PNGFile.decode(pictures.sideBySide(), file: "both.png")
    #expect(both.width == 18 && both.height == 4)
  }

  @Test func `frames that are aligned already are the same before and after`() throws {
    let pictures = try AlignmentPictures(of: capture(apart: false), named: "a")
    #expect(pictures.capture.registration == .aligned)
    #expect(pictures.before == pictures.after)
    #expect(AlignmentPage(pictures).html.contains("aligned already"))
  }

  @Test func `the page says how the sensors stand, and escapes names`() throws {
    let page = AlignmentPage(
      try AlignmentPictures(of: capture(apart: true), named: "<a>")
    ).html
    #expect(page.contains("100.0, 0.0, 0.0 mm"))
    #expect(page.contains("Alignment of &lt;a&gt;"))
    #expect(!page.contains("<a>"))
    #expect(page.components(separatedBy: "data:image/png;base64,").count == 3)
  }

  @Test func `a report is written for a sample capture`() throws {
    let folder = TemporaryFolder()
    let sample = Goldens.path("../../Documentation/Examples/Captures/live-02")
    for name in ["a.html", "a.png"] {
      try AlignCommand.parse([sample, "--report", folder.path + "/" + name]).run()
    }
    #expect(folder.names == ["a.html", "a.png"])
    let missing = try AlignCommand.parse([folder.path, "--report", folder.path + "/b.png"])
    #expect(throws: CommandStatus.unreadableInput.exit) { try missing.run() }
    #expect(throws: (any Error).self) { _ = try AlignCommand.parse(["a", "--report", "b.jpg"]) }
  }
}

struct StageFoldersTests {
  @Test func `Row 1.48: what the stages saw is written as files`() throws {
    let folder = TemporaryFolder()
    let root = folder.path + "/stages"
    let outputs = try StageFolders(path: root)
    try outputs.record(MadeUpFace.pictured("captures/live 1/", probability: 0.9))
    try outputs.record(MadeUpFace.failure("captures/torn", message: "Ends early."))
    #expect(TemporaryFolder.names(in: root) == ["0001-live_1"])
    let names = TemporaryFolder.names(in: root + "/0001-live_1")
    #expect(
      names == [
        "depth-crop-mask.png", "depth-crop.npy", "depth-mask.png", "depth.npy", "heatmaps.npy",
        "heatmaps.png", "image-crop.npy", "image-crop.png", "image.png", "stages.json",
      ])
    let capture = try MadeUpFace.capture()
    let depth = try ImageFile.read(at: root + "/0001-live_1/depth.npy")
    #expect(depth.width == capture.depth.width && depth.height == capture.depth.height)
    let text =
      TemporaryFolder.names(in: root).isEmpty
      ? "" : folder.text(of: "stages/0001-live_1/stages.json")
    #expect(text.contains("\"decision\":\"live\"") && text.contains("\"side\":"))
    #expect(throws: OutputError.self, "the folder is not empty") {
      _ = try StageFolders(path: root)
    }
  }
}

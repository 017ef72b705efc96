import ArgumentParser
import Foundation
import LivenessFaces
import LivenessMedia
import LivenessSensing
import TestSupport
import Testing

@testable import Liveness
@testable import LivenessCommand

/// `liveness silent`, from its arguments to what it prints.
struct SilentCommandTests {
  private static let live = Result {
    try SilentFaceModel(SilentModelFile.constant("live", logits: [-3, 3, -2]).opened())
  }

  private func write(_ bytes: [UInt8], _ name: String, in folder: TemporaryFolder) throws -> String
  {
    let path = "\(folder.path)/\(name)"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  private func png(_ width: Int, _ height: Int, channels: Int = 3) throws -> [UInt8] {
    try PNGFile.encode(
      width: width, height: height, channels: channels,
      pixels: [UInt8](repeating: 120, count: width * height * channels))
  }

  private final class Outcomes: SilentOutput {
    var outcomes: [SilentOutcome] = []
    var sequences: [SilentSequence] = []
    func record(_ sequence: SilentSequence) { sequences.append(sequence) }
    func start(paths: [String]) {}
    func record(_ outcome: SilentOutcome) { outcomes.append(outcome) }
    func finish(_ tally: DetectionTally) {}
  }

  private func run(
    _ paths: [String], box: FaceBox? = FaceBox(x: 60, y: 50, width: 80, height: 90),
    models: [SilentFaceModel]? = nil
  ) throws -> (outcomes: [SilentOutcome], status: CommandStatus) {
    let output = Outcomes()
    let detector = try SilentFaceDetector(models: models ?? [Self.live.get()])
    let tally = try SilentRun(detector: detector, face: box)(paths, to: [output])
    return (output.outcomes, tally.status)
  }

  @Test func `paths and options are taken as given`() throws {
    let command = try SilentCommand.parse([
      "a b.jpg", "c/", "--models", "m", "--box", "1,2,30.5,40", "--json", "--report", "r.html",
      "--weight", "far=0.5", "--quorum", "2", "--threshold", "0.9",
    ])
    #expect(command.paths == ["a b.jpg", "c/"])
    #expect(command.models == "m" && command.json && command.report == "r.html")
    #expect(command.box?.numbers == [1, 2, 30.5, 40])
    #expect(
      command.vote.policy
        == SilentFacePolicy(
          vote: .weightedMean(["far": 0.5]), quorum: 2, rule: .liveAbove(0.9)))
    let minimum = try SilentCommand.parse(["a", "--vote", "minimum"])
    #expect(minimum.vote.policy == SilentFacePolicy(vote: .minimum))
  }

  @Test(arguments: [
    [], [""], ["a", "--models", ""], ["a", "--report", ""], ["a", "--box", "1,2,3"],
    ["a", "--box", "1,2,0,4"], ["a", "--box", "1,2,x,4"], ["a", "--box", "1,2,nan,4"],
    ["a", "--vote", "best"], ["a", "--weight", "m"], ["a", "--weight", "m=1", "--weight", "m=2"],
    ["a", "--vote", "minimum", "--weight", "m=1"], ["a", "--sequence", "best"],
    ["a", "--faces", "nearest"],
  ])
  func `wrong usage is told before anything is judged`(arguments: [String]) throws {
    let error = #expect(throws: (any Error).self) { _ = try SilentCommand.parse(arguments) }
    #expect(try SilentCommand.exitCode(for: #require(error)) == .validationFailure)
  }

  @Test func `a folder's images are judged in the order of their names, others are left alone`()
    throws
  {
    let folder = TemporaryFolder()
    for name in ["b.png", "a.PNG"] { _ = try write(png(200, 200), name, in: folder) }
    _ = try write(Array("no image".utf8), "notes.txt", in: folder)
    let (outcomes, status) = try run([folder.path])
    #expect(outcomes.map(\.path) == ["\(folder.path)/a.PNG", "\(folder.path)/b.png"])
    #expect(outcomes.map(\.word) == [.live, .live])
    #expect(status == .live)
  }

  @Test func `Row 5.12: the images of a folder vote as frames of one person`() throws {
    let folder = TemporaryFolder()
    for name in ["a.png", "b.png", "c.png"] { _ = try write(png(200, 200), name, in: folder) }
    _ = try write(png(200, 200, channels: 1), "d.png", in: folder)
    _ = try write([1, 2, 3], "e.png", in: folder)
    let detector = try SilentFaceDetector(models: [Self.live.get()])
    func decision(_ rule: VotingRule) throws -> (LivenessDecision?, CommandStatus) {
      var run = SilentRun(
        detector: detector, face: FaceBox(x: 60, y: 50, width: 80, height: 90))
      run.sequence = rule
      let output = Outcomes()
      let status = try run([folder.path], to: [output]).status
      #expect(output.outcomes.count == 5)
      return (output.sequences.first?.vote.decision, status)
    }
    // Three frames are live; what the other two were, nobody knows. One of them could not be read.
    #expect(try decision(.atLeast(3, of: 5)) == (.live, .unreadableInput))
    #expect(try decision(.mean) == (.live, .unreadableInput))
    #expect(try decision(.minimum) == (.undetermined, .unreadableInput))
    #expect(try decision(.atLeast(3, of: 4)) == (nil, .unreadableInput))
  }

  @Test func `a line of JSON names a sequence and its vote`() throws {
    let detector = try SilentFaceDetector(models: [Self.live.get()])
    var vote = try FrameVote(.mean, frames: 2, of: detector)
    vote.add(liveProbability: 0.75)
    vote.add(liveProbability: nil)
    #expect(
      SilentLines.line(SilentSequence(path: "visitor", vote: vote)) == """
        {"sequence":"visitor","decision":"undetermined","live_probability_range":[0.375,0.875],\
        "frames":2,"rule":"mean"}
        """)
  }

  @Test func `a folder without an image is an error`() throws {
    let (outcomes, status) = try run([TemporaryFolder().path, "/nowhere.png"])
    #expect(outcomes.map(\.codes) == [["missingFile"], ["missingFile"]])
    #expect(status == .unreadableInput)
  }

  @Test func `images that no model can judge are told and never live`() throws {
    let folder = TemporaryFolder()
    let jpeg = try JPEGFile.encode(
      width: 200, height: 200, channels: 3, pixels: [UInt8](repeating: 9, count: 120_000))
    let wide = try PNGFile.encode(
      width: 200, height: 200, grey16: [UInt16](repeating: 9, count: 40_000))
    let cases: [(name: String, bytes: [UInt8], codes: [String])] = [
      ("grey.png", try png(200, 200, channels: 1), ["noColor"]),
      ("deep.png", wide, ["unsupportedImage"]),
      ("pixel.png", try png(1, 1), ["faceCutOff"]),
      ("cut.jpg", Array(jpeg.prefix(jpeg.count - 40)), ["truncatedImage"]),
      ("huge.png", Self.hugeImage, ["budgetExceeded"]),
      ("empty.jpg", [], ["truncatedImage"]),
    ]
    for one in cases {
      let path = try write(one.bytes, one.name, in: folder)
      let (outcomes, status) = try run([path])
      #expect(outcomes.map(\.codes) == [one.codes], "\(one.name)")
      #expect(status != .live && status != .spoof, "\(one.name)")
    }
  }

  @Test func `a photo for printing, or one of 16 bits, is refused`() throws {
    for name in ["cmyk.jpg", "rgb16.png", "grey16.png"] {
      let (outcomes, status) = try run([Goldens.path("sensing/\(name)")])
      #expect(outcomes.map(\.codes) == [["unsupportedImage"]], "\(name)")
      #expect(status == .unreadableInput, "\(name)")
    }
  }

  @Test func `the photo that was read ahead is the one that is judged`() throws {
    let folder = TemporaryFolder()
    let (first, second) = (
      try write(png(200, 200), "a.png", in: folder), try write(png(240, 200), "b.png", in: folder)
    )
    let photo = try #require(ReadPhoto.first(at: folder.path))
    #expect(photo.path == first)
    let empty = TemporaryFolder()
    #expect(ReadPhoto.first(at: empty.path) == nil)
    let missing = try #require(ReadPhoto.first(at: "/nowhere.png"))
    #expect(throws: CaptureError.self) { try missing.image.get() }
    var run = SilentRun(
      detector: try SilentFaceDetector(models: [Self.live.get()]),
      face: FaceBox(x: 60, y: 50, width: 80, height: 90))
    run.firstPhoto = photo
    try FileManager.default.removeItem(atPath: first)
    let output = Outcomes()
    #expect(try run([first, second, first], to: [output]).status == .live)
    #expect(output.outcomes.map(\.word) == [.live, .live, .live])
  }

  @Test func `a photo is turned upright before its box counts`() throws {
    // Stored as 24 × 16 pixels that lie on their side.
    let photo = try ImageFile.photo(at: Goldens.path("media/orientation-6.jpg"))
    #expect(photo.width == 16)
    #expect(photo.height == 24)
  }

  /// The head of a PNG image of 30,000 × 30,000 pixels.
  private static var hugeImage: [UInt8] {
    let size: [UInt8] = [0, 0, 0x75, 0x30]
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
      + Array("IHDR".utf8) + size + size + [8, 2, 0, 0, 0] + [0xE9, 0x45, 0x6F, 0xED]
  }

  @Test func `without models every answer is undetermined`() throws {
    let folder = TemporaryFolder()
    let path = try write(png(200, 200), "a.png", in: folder)
    let (outcomes, status) = try run([path], models: [])
    #expect(outcomes.map(\.codes) == [["noModel"]])
    #expect(status == .undetermined)
    #expect(SilentModelFiles.howToFetch.contains("Weights/download.sh"))
    #expect(SilentModelFiles.howToFetch.contains("make convert-models"))
  }

  @Test func `files with a card are models, others are skipped, none at all is an error`() throws {
    let folder = TemporaryFolder()
    #expect(SilentModelFiles(at: folder.path) == nil)
    #expect(SilentModelFiles(at: "\(folder.path)/nowhere") == nil)
    _ = try write(Array("read me".utf8), "README.md", in: folder)
    _ = try write(WeightFile().bytes, "bare.safetensors", in: folder)
    #expect(SilentModelFiles(at: folder.path) == nil)
    let model = SilentModelFile.constant("near", logits: [0, 1, 0], scale: 1.5)
    _ = try write(model.bytes, "b.safetensors", in: folder)
    let far = SilentModelFile.constant("far", logits: [0, 1, 0])
    _ = try write(far.bytes, "a.safetensors", in: folder)
    let files = try #require(SilentModelFiles(at: folder.path))
    #expect(files.models.map(\.name) == ["far", "near"])
    #expect(files.models.map(\.scale) == [2.7, 1.5])
  }

  @Test func `a model that cannot be used, or one that is there twice, is an error`() throws {
    let folder = TemporaryFolder()
    let model = SilentModelFile.constant("near", logits: [0, 1, 0])
    _ = try write(model.bytes, "a.safetensors", in: folder)
    _ = try write(model.bytes, "b.safetensors", in: folder)
    #expect(SilentModelFiles(at: folder.path) == nil)
    let other = TemporaryFolder()
    var broken = model
    broken.normalization = "{}"
    _ = try write(broken.bytes, "a.safetensors", in: other)
    _ = try write(
      SilentModelFile.constant("far", logits: [0, 1, 0]).bytes, "b.safetensors", in: other)
    #expect(SilentModelFiles(at: other.path) == nil)
  }

  private var outcome: SilentOutcome {
    get throws {
      let image = try ImageFrame(
        width: 100, height: 80, channels: 3, pixels: [UInt8](repeating: 7, count: 24_000),
        modality: .color)
      let classes = ["spoof", "live", "spoof"]
      let box = FaceBox(x: 10, y: 12, width: 30, height: 36)
      let result = SilentFaceResult(
        decision: .live, liveProbability: 0.75, face: box,
        opinions: [
          SilentFaceOpinion(
            model: "near <1>", scale: 1.5, effectiveScale: 1.5,
            cropBox: FaceBox(x: 2, y: 3, width: 46, height: 55), classes: classes,
            finding: .init(logits: [0, 2, 0.5], probabilities: [0.125, 0.75, 0.125])),
          SilentFaceOpinion(
            model: "far", scale: 4, effectiveScale: 2.125,
            cropBox: FaceBox(x: 0, y: 0, width: 100, height: 80), classes: classes),
        ], timings: StageTimings(entries: [.init(stage: "near <1>", milliseconds: 1.25)]))
      return SilentOutcome(path: "a.png", verdict: .judged(result, image, reading: 2))
    }
  }

  @Test func `a line of JSON names every model, its crop and what it found`() throws {
    #expect(
      try SilentLines.line(outcome) == """
        {"image":"a.png","decision":"live","live_probability":0.75,"reasons":[],\
        "face":{"box":[10,12,30,36]},"models":[\
        {"name":"near <1>","scale":1.5,"effective_scale":1.5,"crop_box":[2,3,46,55],\
        "is_applicable":true,"classes":["spoof","live","spoof"],\
        "probabilities":[0.125,0.75,0.125],"logits":[0,2,0.5]},\
        {"name":"far","scale":4,"effective_scale":2.125,"crop_box":[0,0,100,80],\
        "is_applicable":false,"classes":["spoof","live","spoof"],\
        "probabilities":null,"logits":null}],"cues":[],"milliseconds":{"reading":2,"near <1>":1.25}}
        """)
  }

  @Test func `Row 5.09: JSON and the report tell each cue, its value and what is usual`() throws {
    let image = try ImageFrame(
      width: 100, height: 80, channels: 3, pixels: [UInt8](repeating: 7, count: 24_000),
      modality: .color)
    let result = SilentFaceResult(
      decision: .spoof, liveProbability: 0.25, face: FaceBox(x: 10, y: 8, width: 70, height: 70))
    let outcome = SilentOutcome(path: "a.png", verdict: .judged(result, image, reading: 2))
    #expect(
      SilentLines.line(outcome).contains(
        #"{"cue":"moire","value":0,"reference":[0,5],"is_unusual":false}"#))
    #expect(
      SilentLines.line(outcome).contains(
        #"{"cue":"color","value":0,"reference":[3,60],"is_unusual":true}"#))
    let html = SilentCard(number: 1, outcome: outcome).html
    #expect(html.contains("0.0 samples, usual are 3.0 to 60.0: unusual"))
    #expect(html.contains("Cues, which decide nothing"))
  }

  @Test func `the table shows per model and scale the crop, the probabilities and the vote`() throws
  {
    #expect(
      try SilentTable.text(outcome, style: .plain) == """
        live            0.7500  a.png
          near <1>  × 1.50  crop 46 × 55 at 2, 3  spoof 0.1250  live 0.7500  spoof 0.1250: live
          far       × 4.00 as 2.13  crop 100 × 80 at 0, 0  does not apply: the frame does not hold its scale

        """)
  }

  @Test func `the report shows the image with its crops, and escapes what it is told`() throws {
    let html = try SilentCard(number: 1, outcome: outcome).html
    #expect(html.contains("near &lt;1&gt;") && !html.contains("near <1>"))
    #expect(html.contains("<rect class=\"box\" x=\"10\" y=\"12\" width=\"30\" height=\"36\"/>"))
    #expect(html.contains("<rect class=\"crop\" x=\"2\" y=\"3\" width=\"46\" height=\"55\"/>"))
    #expect(html.contains("data:image/jpeg;base64,"))
    let folder = TemporaryFolder()
    let report = try SilentReport(path: "\(folder.path)/r.html", date: 0)
    try report.record(outcome)
    var tally = DetectionTally()
    tally.add(.live)
    try report.finish(tally)
    let page = folder.text(of: "r.html")
    #expect(page.contains("Silent liveness report") && page.contains("image-1"))
    #expect(page.hasSuffix("</html>\n"))
  }
}

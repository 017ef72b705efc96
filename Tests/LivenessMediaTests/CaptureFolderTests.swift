import Glibc
import Liveness
import LivenessFaces
import LivenessMedia
import LivenessSensing
import Testing

/// A capture of 4 × 3 pixels that tests break in one place each.
private struct Sample {
  static let camera = """
    { "width": 4, "height": 3, "fx": 5.5, "fy": 5, "cx": 1.5, "cy": 1,
      "distortion": { "model": "brown-conrady", "coefficients": [0.1, -0.2, 0.001, 0.002, 0.05] } }
    """
  static let transform = """
    { "rotation": [[0, -1, 0], [1, 0, 0], [0, 0, 1]], "translation_metres": [0.025, 0, -0.001] }
    """

  var format = "\"liveness-capture/1\""
  var depth = """
    { "file": "depth.png", "metres_per_unit": 0.001, "invalid": [0, 65535], "camera": \(camera) }
    """
  var images = """
    [{ "file": "nir.png", "modality": "nir", "camera": \(camera) }]
    """
  var rest = """
    "aligned": true, "cropped": true, "face_box": [0.5, 0, 3, 2.5]
    """

  var json: String {
    "{ \"format\": \(format), \"depth\": \(depth), \"images\": \(images), \(rest) }"
  }

  static let raw: [UInt16] = [0, 500, 600, 700, 65_535, 1, 2, 3, 4, 5, 6, 1000]
  static let grey: [UInt8] = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110]

  /// The folder with `capture.json`, `depth.png` and `nir.png`.
  func write(to folder: TemporaryFolder, name: String = "capture") throws -> String {
    try folder.write(Array(json.utf8), to: "\(name)/capture.json")
    try folder.write(
      PNGFile.encode(width: 4, height: 3, grey16: Self.raw), to: "\(name)/depth.png")
    try folder.write(
      PNGFile.encode(width: 4, height: 3, channels: 1, pixels: Self.grey),
      to: "\(name)/nir.png")
    return folder.path + "/" + name
  }

  func read() throws -> LivenessCapture {
    let folder = try TemporaryFolder()
    return try CaptureFolder.read(at: write(to: folder))
  }

  /// The error of reading this sample after `change` was made in its folder.
  func failure(_ change: (TemporaryFolder) throws -> Void = { _ in }) throws -> CaptureError? {
    let folder = try TemporaryFolder()
    let path = try write(to: folder)
    try change(folder)
    do throws(CaptureError) {
      _ = try CaptureFolder.read(at: path)
      return nil
    } catch {
      return CaptureError(
        code: error.code, message: error.message,
        file: String(error.file.dropFirst(folder.path.count + 1)))
    }
  }
}

struct CaptureFolderTests {
  @Test func `a capture is read as its description says`() throws {
    let capture = try Sample().read()
    #expect(
      capture.depth.values.map { $0.isNaN ? 0 : Int(($0 * 1000).rounded()) }
        == [0, 500, 600, 700, 0, 1, 2, 3, 4, 5, 6, 1000])
    #expect(capture.depth.scale == .metric)
    #expect(capture.images.count == 1)
    #expect(capture.images[0].pixels == Sample.grey)
    #expect(capture.images[0].modality == .nearInfrared)
    #expect(capture.registration == .aligned)
    #expect(capture.faceBox == FaceBox(x: 0.5, y: 0, width: 3, height: 2.5))
    #expect(capture.isCropped)
    let camera = try CameraModel(
      width: 4, height: 3, focalX: 5.5, focalY: 5, centerX: 1.5, centerY: 1,
      distortion: .brownConrady(k1: 0.1, k2: -0.2, p1: 0.001, p2: 0.002, k3: 0.05))
    #expect(capture.depth.camera == camera)
    #expect(capture.images[0].camera == camera)
  }

  @Test func `a damaged capture is the fault of what was handed in, a missing one is not`() throws {
    let damaged = try #require(
      try Sample().failure { try $0.write([1, 2, 3], to: "capture/nir.png") })
    #expect(damaged.code == .unsupportedImage && damaged.isAboutSubject)
    do throws(CaptureError) {
      _ = try CaptureFolder.read(at: "/nonexistent/capture")
      Issue.record("a folder that is not there was read")
    } catch {
      #expect(error.code == .missingFile && !error.isAboutSubject)
    }
  }

  @Test func `what is optional may be left out`() throws {
    var sample = Sample()
    sample.rest = "\"aligned\": true"
    let capture = try sample.read()
    #expect(capture.faceBox == nil)
    #expect(!capture.isCropped)
  }

  @Test func `sensors that stand apart come with their transform`() throws {
    var sample = Sample()
    sample.rest = "\"aligned\": false, \"depth_to_image\": \(Sample.transform)"
    let transform = try RigidTransform(
      rotation: [0, -1, 0, 1, 0, 0, 0, 0, 1], translation: SIMD3(0.025, 0, -0.001))
    #expect(try sample.read().registration == .depthToImage(transform))
  }

  @Test func `relative depth keeps its own numbers`() throws {
    var sample = Sample()
    sample.depth = sample.depth.replacing(
      "0.001, \"invalid\": [0, 65535]", with: "\"relative\", \"invalid\": [3]")
    let depth = try sample.read().depth
    #expect(depth.scale == .relative)
    #expect(depth[0, 0] == 0)
    #expect(depth[3, 1].isNaN)
    #expect(depth[0, 1] == 65_535)
  }

  @Test func `depth may come alone`() throws {
    for rest in ["\"aligned\": true", "\"aligned\": false"] {
      var sample = Sample()
      sample.images = "[]"
      sample.rest = rest
      #expect(try sample.read().images.isEmpty)
    }
  }

  @Test func `depth of 8 bits and colour images as JPEG are read`() throws {
    var sample = Sample()
    sample.images = sample.images.replacing("nir.png", with: "color.jpg")
      .replacing("\"nir\"", with: "\"rgb\"")
    let folder = try TemporaryFolder()
    let path = try sample.write(to: folder)
    try folder.write(
      PNGFile.encode(width: 4, height: 3, channels: 1, pixels: Sample.grey),
      to: "capture/depth.png")
    try folder.write(
      JPEGFile.encode(
        width: 4, height: 3, channels: 3, pixels: [UInt8](repeating: 99, count: 36)),
      to: "capture/color.jpg")
    let capture = try CaptureFolder.read(at: path)
    #expect(capture.depth[1, 0] == 0.01)
    #expect(capture.images[0].channels == 3)
    #expect(capture.images[0].modality == .color)
  }
}

struct CaptureRefusalTests {
  /// A wrong description: what to write where, the code, and what the message must say.
  struct Case: CustomTestStringConvertible, Sendable {
    let place: String
    let replacement: String
    let code: CaptureError.Code
    let says: [String]

    init(_ place: String, _ replacement: String, _ code: CaptureError.Code, _ says: String...) {
      self.place = place
      self.replacement = replacement
      self.code = code
      self.says = says
    }

    var testDescription: String { "\(place) → \(replacement)" }
  }

  static let cases: [Case] = [
    Case(
      "\"metres_per_unit\"", "\"meters_per_unit\"", .unknownKey, "depth.meters_per_unit",
      "did you mean \"metres_per_unit\"?"),
    Case("\"cropped\"", "\"croped\"", .unknownKey, "\"croped\"", "did you mean \"cropped\"?"),
    Case("\"aligned\"", "\"xyz\"", .unknownKey, "\"xyz\"", "expected format, depth, images"),
    Case("\"fx\"", "\"Fx\"", .unknownKey, "depth.camera.Fx", "did you mean \"fx\"?"),
    Case("\"model\"", "\"modle\"", .unknownKey, "depth.camera.distortion.modle", "\"model\""),
    Case("\"modality\"", "\"modalty\"", .unknownKey, "images[0].modalty"),
    Case("\"fx\": 5.5", "\"fx\": 5.5, \"fx\": 6", .duplicateKey, "\"fx\" again at byte"),
    Case("\"fx\": 5.5,", "", .missingKey, "depth.camera.fx", "expected a number"),
    Case("\"aligned\": true,", "", .missingKey, "aligned", "expected a boolean"),
    Case("\"invalid\": [0, 65535],", "", .missingKey, "depth.invalid", "expected an array"),
    Case(
      "\"aligned\": true", "\"aligned\": \"yes\"", .wrongValue, "aligned", "expected a boolean",
      "found a string"),
    Case(
      "liveness-capture/1", "liveness-capture/2", .wrongValue, "format", "\"liveness-capture/1\"",
      "found \"liveness-capture/2\""),
    Case("0.001,", "0,", .wrongValue, "depth.metres_per_unit", "above 0", "found 0.0"),
    Case("0.001,", "-0.001,", .wrongValue, "depth.metres_per_unit", "found -0.001"),
    Case("0.001,", "1000,", .wrongValue, "depth.metres_per_unit", "up to 1", "found 1000.0"),
    Case("0.001,", "\"absolute\",", .wrongValue, "or \"relative\"", "found \"absolute\""),
    Case("0.001,", "null,", .wrongValue, "depth.metres_per_unit", "found null"),
    Case("[0, 65535]", "[0, 65536]", .wrongValue, "depth.invalid[1]", "from 0 to 65535"),
    Case("[0, 65535]", "[0.5]", .wrongValue, "depth.invalid[0]", "integer"),
    Case(
      "\"nir\"", "\"nir_dots\"", .wrongValue, "images[0].modality", "did you mean \"nir-dots\"?"),
    Case("\"width\": 4", "\"width\": 0", .wrongValue, "depth.camera.width", "from 1"),
    Case(
      "\"width\": 4", "\"width\": 16385", .wrongValue, "depth.camera.width", "to 16384",
      "found 16385"),
    Case("\"width\": 4", "\"width\": 65536, \"height\": 65536", .duplicateKey, "height"),
    Case(
      "\"width\": 4", "\"width\": 4.5", .wrongValue, "depth.camera.width", "integer", "found 4.5"),
    Case("\"fx\": 5.5", "\"fx\": 0", .wrongValue, "depth.camera.fx", "above 0"),
    Case("\"cy\": 1", "\"cy\": 1e7", .wrongValue, "depth.camera.cy"),
    Case("\"cy\": 1", "\"cy\": 1e999", .malformedJSON, "byte"),
    Case(
      "brown-conrady", "brown-conrad", .wrongValue, "depth.camera.distortion.model",
      "did you mean \"brown-conrady\"?"),
    Case(
      "brown-conrady", "none", .wrongValue, "depth.camera.distortion.coefficients",
      "expected 0 numbers"),
    Case(", 0.05]", "]", .wrongValue, "coefficients", "expected 5 numbers", "found 4"),
    Case("[0.5, 0, 3, 2.5]", "[0.5, 0, 3]", .wrongValue, "face_box", "expected 4 numbers"),
    Case("[0.5, 0, 3, 2.5]", "[0.5, 0, 3, 0]", .wrongValue, "face_box", "above 0"),
    Case("[0.5, 0, 3, 2.5]", "[1e9, 0, 3, 1]", .wrongValue, "face_box"),
    Case("\"depth.png\"", "\"../depth.png\"", .fileOutsideFolder, "depth.file", "../depth.png"),
    Case("\"depth.png\"", "\"/etc/passwd\"", .fileOutsideFolder, "depth.file"),
    Case("\"depth.png\"", "\"..\"", .fileOutsideFolder, "depth.file"),
    Case("\"depth.png\"", "\"../\u{338}depth.png\"", .fileOutsideFolder, "depth.file"),
    Case("\"depth.png\"", "\"\"", .wrongValue, "depth.file"),
    Case("\"depth.png\"", "\"depth.png\\u0000x\"", .wrongValue, "depth.file"),
    Case(
      "\"aligned\": true", "\"aligned\": true, \"depth_to_image\": \(Sample.transform)",
      .wrongValue, "depth_to_image", "because aligned is true"),
    Case("\"aligned\": true", "\"aligned\": false", .missingKey, "depth_to_image"),
    Case(
      "\"aligned\": true",
      "\"aligned\": false, \"depth_to_image\": \(Sample.transform.replacing("[1, 0, 0]", with: "[-1, 0, 0]"))",
      .wrongValue, "depth_to_image.rotation", "determinant +1"),
    Case(
      "\"aligned\": true",
      "\"aligned\": false, \"depth_to_image\": \(Sample.transform.replacing("[1, 0, 0]", with: "[1, 0]"))",
      .wrongValue, "depth_to_image.rotation", "three rows of three"),
    Case(
      "\"aligned\": true",
      "\"aligned\": false, \"depth_to_image\": \(Sample.transform.replacing("0.025", with: "25"))",
      .wrongValue, "depth_to_image.translation_metres", "10.0 metres"),
  ]

  @Test(arguments: cases) func `a wrong description is refused by name`(wrong: Case) throws {
    var sample = Sample()
    func replace(_ text: inout String) -> Bool {
      guard let range = text.firstRange(of: wrong.place) else { return false }
      text.replaceSubrange(range, with: wrong.replacement)
      return true
    }
    let replaced =
      replace(&sample.format) || replace(&sample.depth) || replace(&sample.images)
      || replace(&sample.rest)
    #expect(replaced)
    let error = try #require(try sample.failure())
    #expect(error.code == wrong.code, "\(error)")
    #expect(error.file == "capture/capture.json")
    for words in wrong.says { #expect(error.message.contains(words), "\(error)") }
  }

  @Test(arguments: [
    ("", "expected"), ("{", "expected"), ("[1, 2", "expected"), ("{ // remark\n}", "expected"),
    ("{\"format\": \"liveness-capture/1\",}", "name in quotes"), ("\u{FEFF}{}", "expected a value"),
  ])
  func `what is no JSON is refused with its place`(text: String, says: String) throws {
    let error = try #require(
      try Sample().failure { try $0.write(Array(text.utf8), to: "capture/capture.json") })
    #expect(error.code == .malformedJSON)
    #expect(error.message.contains("byte") && error.message.contains(says), "\(error)")
  }

  @Test func `the description must be an object of a sensible size`() throws {
    let array = try Sample().failure { try $0.write(Array("[]".utf8), to: "capture/capture.json") }
    #expect(array?.code == .wrongValue)
    #expect(array?.message == "expected an object, found an array")
    let large = try Sample().failure {
      try $0.write([UInt8](repeating: 0x20, count: 1 << 20 | 1), to: "capture/capture.json")
    }
    #expect(large?.code == .budgetExceeded)
  }

  @Test func `aligned frames have one size`() throws {
    var sample = Sample()
    sample.images = sample.images.replacing("\"width\": 4", with: "\"width\": 5")
    let error = try #require(try sample.failure())
    #expect(error.code == .wrongSize)
    #expect(error.message.contains("images[0].camera: expected 4 × 3 pixels"))
    #expect(error.message.contains("found 5 × 3"))
  }

  @Test func `a file has the size that its camera states`() throws {
    let deep = try PNGFile.encode(width: 3, height: 4, grey16: Sample.raw)
    let depth = try Sample().failure { try $0.write(deep, to: "capture/depth.png") }
    #expect(
      depth
        == CaptureError(
          code: .wrongSize,
          message: "expected 4 × 3 pixels (the size that its camera states), found 3 × 4",
          file: "capture/depth.png"))
    let grey = try JPEGFile.encode(width: 3, height: 4, channels: 1, pixels: Sample.grey)
    let image = try Sample().failure { try $0.write(grey, to: "capture/nir.png") }
    #expect(image?.code == .wrongSize)
    #expect(image?.file == "capture/nir.png")
  }

  @Test func `files that are missing, cut off or something else are told apart`() throws {
    let remove = { (name: String) in
      { (folder: TemporaryFolder) throws in try folder.remove("capture/" + name) }
    }
    let missing = try Sample().failure(remove("depth.png"))
    #expect(missing?.code == .missingFile)
    #expect(missing?.file == "capture/depth.png")
    let description = try Sample().failure(remove("capture.json"))
    #expect(description?.code == .notACapture)
    let empty = try Sample().failure { try $0.write([], to: "capture/nir.png") }
    #expect(empty?.code == .truncatedImage)
    let text = try Sample().failure { try $0.write(Array("text".utf8), to: "capture/nir.png") }
    #expect(text?.code == .unsupportedImage)
    let whole = try PNGFile.encode(width: 4, height: 3, grey16: Sample.raw)
    let cut = try Sample().failure { try $0.write(whole.dropLast(20), to: "capture/depth.png") }
    #expect(cut?.code == .truncatedImage)
    let folder = try Sample().failure { folder in
      try folder.remove("capture/nir.png")
      try folder.makeFolder("capture/nir.png")
    }
    #expect(folder?.code == .notAFile)
  }

  @Test func `samples that do not fit their use are refused`() throws {
    let colors = try PNGFile.encode(
      width: 4, height: 3, channels: 3, pixels: [UInt8](repeating: 9, count: 35) + [8])
    let depth = try Sample().failure { try $0.write(colors, to: "capture/depth.png") }
    #expect(depth?.code == .unsupportedImage)
    let deep = try PNGFile.encode(width: 4, height: 3, grey16: Sample.raw)
    let image = try Sample().failure { try $0.write(deep, to: "capture/nir.png") }
    #expect(image?.code == .unsupportedImage)
    let jpeg = try JPEGFile.encode(width: 4, height: 3, channels: 1, pixels: Sample.grey)
    let lossy = try Sample().failure { try $0.write(jpeg, to: "capture/depth.png") }
    #expect(lossy?.code == .unsupportedImage)
    var sample = Sample()
    sample.images = sample.images.replacing("\"nir\"", with: "\"rgb\"")
    #expect(try sample.failure()?.code == .unsupportedImage)
  }

  @Test func `a link may not lead out of the folder`() throws {
    let outside = try Sample().failure { folder in
      try folder.write(PNGFile.encode(width: 4, height: 3, grey16: Sample.raw), to: "secret.png")
      try folder.remove("capture/depth.png")
      try folder.link("capture/depth.png", to: "../secret.png")
    }
    #expect(outside?.code == .fileOutsideFolder)
    let inside = try Sample().failure { folder in
      try folder.write(
        PNGFile.encode(width: 4, height: 3, grey16: Sample.raw), to: "capture/raw.png")
      try folder.remove("capture/depth.png")
      try folder.link("capture/depth.png", to: "raw.png")
    }
    #expect(inside == nil)
  }

  @Test func `a folder whose name is spelled with other bytes is another one`() throws {
    let folder = try TemporaryFolder()
    let path = try Sample().write(to: folder, name: "caf\u{E9}")
    try folder.write(
      PNGFile.encode(width: 4, height: 3, grey16: Sample.raw), to: "cafe\u{301}/secret.png")
    try folder.remove("caf\u{E9}/depth.png")
    try folder.link("caf\u{E9}/depth.png", to: "../cafe\u{301}/secret.png")
    #expect(
      code { () throws(CaptureError) in try CaptureFolder.read(at: path) } == .fileOutsideFolder)
  }

  @Test func `budgets hold for all frames of a capture together`() throws {
    let image = "{ \"file\": \"nir.png\", \"modality\": \"nir\", \"camera\": \(Sample.camera) }"
    let budget = MediaBudget(fileBytes: 1 << 20, imagePixels: 12)
    for count in [MediaBudget.fullImages - 1, MediaBudget.fullImages] {
      let folder = try TemporaryFolder()
      var sample = Sample()
      let images = [String](repeating: image, count: count)
      sample.images = "[\(images.joined(separator: ", "))]"
      let path = try sample.write(to: folder)
      // What is too much together is refused before a file is looked for.
      if count == MediaBudget.fullImages { try folder.remove("capture/depth.png") }
      let error = failure { () throws(CaptureError) in
        try CaptureFolder.read(at: path, budget: budget)
      }
      let expected: CaptureError.Code? = count == MediaBudget.fullImages ? .budgetExceeded : nil
      #expect(error?.code == expected)
    }
  }

  @Test func `budgets hold for a capture's images`() throws {
    let folder = try TemporaryFolder()
    let path = try Sample().write(to: folder)
    let budget = MediaBudget(fileBytes: 1 << 20, imagePixels: 11)
    #expect(
      code { () throws(CaptureError) in try CaptureFolder.read(at: path, budget: budget) }
        == .budgetExceeded)
  }
}

struct CaptureSearchTests {
  @Test func `captures are found in folders of folders, sorted`() throws {
    let folder = try TemporaryFolder()
    for name in ["b/live-2", "b/live-10", "a", "c/d/e"] {
      _ = try Sample().write(to: folder, name: name)
    }
    try folder.makeFolder("empty")
    try folder.write([1], to: "b/remarks.txt")
    let found = try CaptureFolder.find(at: folder.path)
    #expect(found == ["a", "b/live-10", "b/live-2", "c/d/e"].map { folder.path + "/" + $0 })
    #expect(
      try CaptureFolder.find(at: folder.path + "/b/").map { $0.suffix(9) } == [
        "b/live-10", "/b/live-2",
      ])
    #expect(try CaptureFolder.find(at: folder.path + "/a") == [folder.path + "/a"])
  }

  @Test func `a folder without a capture says so`() throws {
    let folder = try TemporaryFolder()
    let expected = CaptureError(
      code: .notACapture,
      message: "expected capture.json, or folders that hold one, found an empty folder",
      file: folder.path)
    #expect(throws: expected) { try CaptureFolder.find(at: folder.path) }
    #expect(throws: expected) { try CaptureFolder.read(at: folder.path) }
    try folder.write([1], to: "remarks.txt")
    #expect(
      code { () throws(CaptureError) in try CaptureFolder.find(at: folder.path) } == .notACapture)
  }

  @Test func `what is no folder is refused`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write([1], to: "file")
    for (path, expected) in [
      ("/dev/null", CaptureError.Code.notACapture), (file, .notACapture),
      (folder.path + "/missing", .missingFile), ("", .missingFile),
    ] {
      #expect(
        code { () throws(CaptureError) in try CaptureFolder.find(at: path) } == expected, "\(path)")
      #expect(
        code { () throws(CaptureError) in try CaptureFolder.read(at: path) } == expected, "\(path)")
    }
  }

  @Test func `an empty path is no folder, not the root of the file system`() {
    let error = failure { () throws(CaptureError) in try CaptureFolder.read(at: "") }
    #expect(error?.code == .missingFile)
    #expect(error?.message.contains("found an empty one") == true)
    #expect(
      code { () throws(CaptureError) in try CaptureFolder.trueKeyPoints(at: "") } == .missingFile)
  }

  @Test func `a folder whose name is not UTF-8 is told, a file is not`() throws {
    let folder = try TemporaryFolder()
    _ = try Sample().write(to: folder, name: "a")
    func path(_ name: String) -> [CChar] {
      (folder.path + "/" + name).utf8.map { CChar(bitPattern: $0) } + [-1, 0]
    }
    let (inner, pipe) = (path("live-"), path("pipe-"))
    let made = unsafe [mkdir(inner, 0o755), mkfifo(pipe, 0o600)]
    defer {
      unsafe rmdir(inner)
      unsafe unlink(pipe)
    }
    #expect(made == [0, 0])
    let found = try CaptureFolder.find(at: folder.path)
    #expect(found == [folder.path + "/a", folder.path + "/live-\u{FFFD}"])
    let lost = try #require(found.last)
    let error = failure { () throws(CaptureError) in try CaptureFolder.read(at: lost) }
    #expect(error?.code == .missingFile)
    #expect(error?.message.contains("may not be UTF-8") == true)
  }

  @Test func `a path that is too long to tell what it leads to is among the results`() throws {
    let folder = try TemporaryFolder()
    _ = try Sample().write(to: folder, name: "capture")
    let count = (4094 - folder.path.utf8.count) / 2
    let path = folder.path + String(repeating: "/.", count: count)
    let found = try CaptureFolder.find(at: path)
    #expect(found == [path + "/capture"])
    let hidden = try #require(found.first)
    #expect(code { () throws(CaptureError) in try CaptureFolder.read(at: hidden) } == .notReadable)
  }

  @Test(.enabled(if: geteuid() != 0, "nothing is hidden from root"))
  func `what lies in a folder that may be listed and not searched is among the results`() throws {
    let folder = try TemporaryFolder()
    _ = try Sample().write(to: folder, name: "closed/live-1")
    let closed = folder.path + "/closed"
    unsafe chmod(closed, 0o444)
    defer { unsafe chmod(closed, 0o755) }
    let found = try CaptureFolder.find(at: folder.path)
    #expect(found == [closed + "/live-1"])
    let hidden = try #require(found.first)
    #expect(code { () throws(CaptureError) in try CaptureFolder.read(at: hidden) } == .notReadable)
  }

  @Test func `a link that leads nowhere is no folder`() throws {
    let folder = try TemporaryFolder()
    _ = try Sample().write(to: folder, name: "a")
    try folder.link("lost", to: "nowhere")
    try folder.link("self", to: "self")
    #expect(try CaptureFolder.find(at: folder.path) == [folder.path + "/a"])
  }

  @Test func `links in a circle are harmless, and a capture is found once`() throws {
    let folder = try TemporaryFolder()
    _ = try Sample().write(to: folder, name: "a/capture")
    try folder.link("a/loop", to: "..")
    try folder.link("twin", to: "a/capture")
    #expect(try CaptureFolder.find(at: folder.path) == [folder.path + "/a/capture"])
  }

  @Test func `folders are followed so deep and no deeper`() throws {
    let folder = try TemporaryFolder()
    let levels = (1...CaptureFolder.deepestLevel).map { "\($0)" }
    _ = try Sample().write(to: folder, name: levels.joined(separator: "/"))
    #expect(try CaptureFolder.find(at: folder.path).count == 1)
    let deeper = try TemporaryFolder()
    _ = try Sample().write(to: deeper, name: (levels + ["9"]).joined(separator: "/"))
    #expect(
      code { () throws(CaptureError) in try CaptureFolder.find(at: deeper.path) } == .notACapture)
  }
}

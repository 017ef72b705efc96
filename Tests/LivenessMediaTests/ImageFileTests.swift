import Foundation
import LivenessMedia
import TestSupport
import Testing

/// The code of the error that a call throws; `nil` where it throws none.
func code(of call: () throws(CaptureError) -> some Any) -> CaptureError.Code? {
  do throws(CaptureError) {
    _ = try call()
    return nil
  } catch {
    return error.code
  }
}

private func recorded(_ name: String) throws -> [UInt8] {
  Array(try Data(contentsOf: URL(fileURLWithPath: Goldens.path("sensing/" + name))))
}

struct PNGFileTests {
  @Test func `grey, colour and 16 bits come back as they were written`() throws {
    let grey: [UInt8] = [0, 1, 127, 128, 254, 255]
    let one = try PNGFile.encode(width: 3, height: 2, channels: 1, pixels: grey)
    #expect(try PNGFile.decode(one, file: "a.png").samples == .grey8(grey))
    let three = try PNGFile.encode(width: 1, height: 2, channels: 3, pixels: grey)
    #expect(try PNGFile.decode(three, file: "a.png").samples == .rgb8(grey))
    let deep: [UInt16] = [0, 1, 255, 256, 0x1234, 65_535]
    let two = try PNGFile.encode(width: 2, height: 3, grey16: deep)
    let image = try PNGFile.decode(two, file: "a.png")
    #expect(image.samples == .grey16(deep))
    #expect(image.width == 2 && image.height == 3)
  }

  @Test func `images of another program are read`() throws {
    let ramp = (0..<35).map { UInt16($0 * 1873) }
    #expect(try PNGFile.read(at: Goldens.path("sensing/grey16.png")).samples == .grey16(ramp))
    #expect(
      try PNGFile.read(at: Goldens.path("sensing/grey16-interlaced.png")).samples == .grey16(ramp))
    let grey = (0..<35).map { UInt8($0 * 7) }
    #expect(try PNGFile.read(at: Goldens.path("sensing/grey8.png")).samples == .grey8(grey))
    let colors = (0..<35).flatMap { (index: Int) -> [UInt8] in
      [UInt8(index * 7), UInt8(255 - index), UInt8(index % 5)]
    }
    #expect(try PNGFile.read(at: Goldens.path("sensing/rgb8.png")).samples == .rgb8(colors))
    let palette = (0..<35).flatMap { (index: Int) -> [UInt8] in
      [[255, 0, 0], [0, 128, 0], [1, 2, 3]][index % 3]
    }
    #expect(try PNGFile.read(at: Goldens.path("sensing/palette.png")).samples == .rgb8(palette))
  }

  @Test(arguments: [
    "grey-alpha.png", "rgb-alpha.png", "palette-transparent.png", "grey1.png", "rgb16.png",
  ])
  func `kinds that no camera gives are refused`(name: String) throws {
    let bytes = try recorded(name)
    #expect(
      code { () throws(CaptureError) in try PNGFile.decode(bytes, file: name) } == .unsupportedImage
    )
  }

  @Test func `a file that ends too early is refused, wherever it ends`() throws {
    for name in ["grey8.png", "grey16-interlaced.png", "palette.png"] {
      let bytes = try recorded(name)
      // The last four bytes are the checksum of an empty end mark: no pixel hangs on them.
      for length in 0..<bytes.count - 4 {
        let found = code { () throws(CaptureError) in
          try PNGFile.decode(Array(bytes[..<length]), file: name)
        }
        #expect(found == .truncatedImage, "\(name) cut to \(length) of \(bytes.count) bytes")
      }
    }
  }

  @Test func `a changed byte never gives a trap, nor an image of another size`() throws {
    let bytes = try recorded("grey8.png")
    var refused = 0
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 0x15
      do throws(CaptureError) {
        let image = try PNGFile.decode(changed, file: "a.png")
        #expect(image.width == 7 && image.height == 5, "byte \(index)")
      } catch {
        refused += 1
      }
    }
    #expect(refused == bytes.count)
  }

  @Test func `a header that promises too much is refused before anything is allocated`() throws {
    let bytes = try recorded("bomb.png")
    #expect(
      code { () throws(CaptureError) in try PNGFile.decode(bytes, file: "a") } == .budgetExceeded)
    let small = try PNGFile.encode(width: 4, height: 4, grey16: [UInt16](repeating: 1, count: 16))
    let budget = MediaBudget(fileBytes: 1 << 20, imagePixels: 15)
    #expect {
      try PNGFile.decode(small, file: "a", budget: budget)
    } throws: { error in
      guard let error = error as? CaptureError else { return false }
      return error.code == .budgetExceeded && error.message.contains("15 pixels")
        && error.message.contains("4 × 4")
    }
  }

  @Test func `text that swells is refused`() throws {
    let bytes = try recorded("swelling-text.png")
    let found = code { () throws(CaptureError) in try PNGFile.decode(bytes, file: "a") }
    #expect(found == .budgetExceeded)
  }

  @Test func `what is no PNG image is refused`() throws {
    let text = Array("this is no image at all, is it?".utf8)
    #expect(
      code { () throws(CaptureError) in try PNGFile.decode(text, file: "a") } == .unsupportedImage)
  }

  @Test func `samples that do not fill the image are not written`() {
    #expect(
      code { () throws(CaptureError) in
        try PNGFile.encode(width: 2, height: 2, channels: 1, pixels: [1])
      } == .notWritable)
    #expect(
      code { () throws(CaptureError) in
        try PNGFile.encode(width: 1, height: 1, channels: 2, pixels: [1, 2])
      } == .notWritable)
    #expect(
      code { () throws(CaptureError) in try PNGFile.encode(width: 1, height: 2, grey16: [1]) }
        == .notWritable)
    #expect(
      code { () throws(CaptureError) in
        try PNGFile.encode(width: 0, height: 2, channels: 1, pixels: [])
      } == .notWritable)
  }
}

struct JPEGFileTests {
  @Test(arguments: [1, 3]) func `what was written comes back nearly the same`(channels: Int) throws
  {
    let (width, height) = (33, 17)
    var pixels: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        for channel in 0..<channels { pixels.append(UInt8(40 + 4 * x + 3 * y + channel)) }
      }
    }
    let bytes = try JPEGFile.encode(
      width: width, height: height, channels: channels, pixels: pixels, quality: 95)
    let image = try JPEGFile.decode(bytes, file: "a.jpg")
    #expect(image.width == width && image.height == height)
    let found: [UInt8]
    switch image.samples {
    case .grey8(let samples), .rgb8(let samples): found = samples
    case .grey16, .float32, .rgb16: found = []
    }
    try #require(found.count == pixels.count)
    let worst = zip(found, pixels).map { abs(Int($0) - Int($1)) }.max()
    #expect((worst ?? 255) <= 6)
  }

  @Test func `images of another program are read`() throws {
    let image = try JPEGFile.read(at: Goldens.path("sensing/progressive.jpg"))
    #expect(image.width == 24 && image.height == 16)
    guard case .rgb8(let samples) = image.samples else {
      Issue.record("expected colours")
      return
    }
    for (sample, expected) in zip(samples.prefix(3), [200, 80, 40]) {
      #expect(abs(Int(sample) - expected) <= 4)
    }
  }

  @Test func `a file that ends too early is refused, wherever it ends`() throws {
    for name in ["grey.jpg", "progressive.jpg"] {
      let bytes = try recorded(name)
      for length in 0..<bytes.count - 2 {
        let found = code { () throws(CaptureError) in
          try JPEGFile.decode(Array(bytes[..<length]), file: name)
        }
        #expect(found != nil, "\(name) cut to \(length) of \(bytes.count) bytes")
      }
      let half = Array(bytes[..<(bytes.count - 20)])
      #expect(
        code { () throws(CaptureError) in try JPEGFile.decode(half, file: name) }
          == .truncatedImage)
    }
  }

  @Test func `budgets hold before anything is allocated`() throws {
    var bytes = try recorded("grey.jpg")
    let budget = MediaBudget(fileBytes: 1 << 20, imagePixels: 24 * 16 - 1)
    #expect(
      code { () throws(CaptureError) in try JPEGFile.decode(bytes, file: "a", budget: budget) }
        == .budgetExceeded)
    // The frame header: marker, length, precision, height, width.
    let start = try #require(
      bytes.indices.dropLast().first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 })
    for index in start + 5..<start + 9 { bytes[index] = 0x7F }
    #expect(
      code { () throws(CaptureError) in try JPEGFile.decode(bytes, file: "a") } == .budgetExceeded)
  }

  @Test func `what is no grey or colour JPEG image is refused`() throws {
    let text = Array("no image".utf8)
    #expect(
      code { () throws(CaptureError) in try JPEGFile.decode(text, file: "a") }
        == .unsupportedImage)
    let cmyk = try recorded("cmyk.jpg")
    #expect(
      code { () throws(CaptureError) in try JPEGFile.decode(cmyk, file: "a") }
        == .unsupportedImage)
  }

  @Test func `what cannot be written is refused`() {
    #expect(
      code { () throws(CaptureError) in
        try JPEGFile.encode(width: 1, height: 1, channels: 4, pixels: [1, 2, 3, 4])
      } == .notWritable)
    #expect(
      code { () throws(CaptureError) in
        try JPEGFile.encode(width: 1, height: 1, channels: 1, pixels: [1], quality: 0)
      } == .notWritable)
    #expect(
      code { () throws(CaptureError) in
        try JPEGFile.encode(width: 70_000, height: 1, channels: 1, pixels: [])
      } == .notWritable)
    #expect(
      code { () throws(CaptureError) in
        try JPEGFile.encode(width: 2, height: 1, channels: 1, pixels: [1])
      } == .notWritable)
  }
}

struct FileReadingTests {
  @Test func `only files are read`() throws {
    let folder = try TemporaryFolder()
    let pipe = folder.path + "/pipe"
    try #require(unsafe mkfifo(pipe, 0o600) == 0)
    let paths = ["/dev/null", folder.path, pipe]
    let names = ["a device", "a folder", "a pipe"]
    for (path, name) in zip(paths, names) {
      do throws(CaptureError) {
        _ = try PNGFile.read(at: path)
        Issue.record("\(path) was read")
      } catch {
        #expect(error.code == .notAFile)
        #expect(error.message == "expected a file, found \(name)")
        #expect(error.file == path)
      }
    }
    let missing = folder.path + "/missing.png"
    #expect(
      code { () throws(CaptureError) in try PNGFile.read(at: missing) } == .missingFile)
    #expect(
      code { () throws(CaptureError) in try PNGFile.read(at: missing + "\0.png") } == .missingFile)
  }

  @Test func `a file larger than the budget is not read`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write([UInt8](repeating: 0, count: 101), to: "large.png")
    let budget = MediaBudget(fileBytes: 100, imagePixels: 100)
    #expect(
      code { () throws(CaptureError) in try JPEGFile.read(at: file, budget: budget) }
        == .budgetExceeded)
  }
}

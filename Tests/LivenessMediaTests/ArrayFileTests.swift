import LivenessMedia
import TestSupport
import Testing

struct NPYFileTests {
  @Test func `what was written comes back`() throws {
    let values: [Float] = [0, -1.5, .infinity, 1e-30, 5, 6]
    let floats = try NPYFile.encode(width: 3, height: 2, float32: values)
    #expect(String(decoding: floats[1..<6], as: UTF8.self) == "NUMPY")
    #expect(floats.count == 128 + 24)
    let image = try NPYFile.decode(floats, file: "a.npy")
    #expect(image.width == 3 && image.height == 2)
    #expect(image.samples == .float32(values))
    let raw: [UInt16] = [0, 1, 256, 65_535]
    let whole = try NPYFile.encode(width: 1, height: 4, grey16: raw)
    #expect(try NPYFile.decode(whole, file: "a.npy").samples == .grey16(raw))
  }

  @Test func `what NumPy has written is read exactly`() throws {
    let raw = DecodedImage.Samples.grey16(RecordedMedia.raw)
    let whole = DecodedImage.Samples.float32(RecordedMedia.raw.map { Float($0) })
    let small = DecodedImage.Samples.float32((0..<35).map { Float($0 * 900 - 5) })
    let metres = DecodedImage.Samples.float32(RecordedMedia.metres)
    let colors = DecodedImage.Samples.rgb8(RecordedMedia.colors)
    let cases: [(String, DecodedImage.Samples)] = [
      ("little-u2", raw), ("big-u2", raw), ("version2", raw), ("one-plane", raw),
      ("little-i2", small), ("little-i4", whole), ("big-i4", whole), ("little-u4", whole),
      ("little-i8", whole), ("little-f8", whole), ("bytes", .grey8(RecordedMedia.bytes)),
      ("half", metres), ("metres", metres), ("metres-big", metres), ("metres-fortran", metres),
      ("colors", colors), ("colors-fortran", colors),
    ]
    for (name, samples) in cases {
      let image = try ImageFile.read(at: RecordedMedia.path(name + ".npy"))
      #expect(image.width == 7 && image.height == 5, "\(name)")
      #expect(image.samples.bits == samples.bits, "\(name)")
      #expect(image.samples.channels == samples.channels, "\(name)")
    }
  }

  @Test(arguments: [
    ("objects", "Python objects, which are never loaded"), ("structured", "a structured one"),
    ("boolean", "'|b1'"), ("line", "(35)"),
  ])
  func `what is no picture of numbers is refused`(name: String, says: String) throws {
    let bytes = try RecordedMedia.contents(of: name + ".npy")
    let error = try #require(
      failure { () throws(CaptureError) in try NPYFile.decode(bytes, file: name) })
    #expect(error.code == .unsupportedFile)
    #expect(error.message.contains(says), "\(error)")
  }

  @Test func `a file that ends too early is refused, wherever it ends`() throws {
    let bytes = try RecordedMedia.contents(of: "metres.npy")
    for length in bytes.indices {
      let error = failure { () throws(CaptureError) in
        try NPYFile.decode(Array(bytes[..<length]), file: "a")
      }
      #expect(error != nil, "cut to \(length) bytes")
      if length > 6 { #expect(error?.code == .truncatedFile, "cut to \(length) bytes") }
    }
    let long = failure { () throws(CaptureError) in try NPYFile.decode(bytes + [0], file: "a") }
    #expect(long?.code == .malformedFile)
    #expect(long?.message == "expected 140 bytes of numbers from byte 128 on, found 141")
  }

  @Test(arguments: [
    ("'descr': '<f4'", "'descr': '<f9'", CaptureError.Code.unsupportedFile, "'<f9'"),
    ("'descr': '<f4'", "'descr': eval1", .malformedFile, "expected a value at byte"),
    ("'descr': '<f4'", "'descr': '<f4\\", .malformedFile, "a whole string"),
    ("'fortran_order'", "'fortran_ordes'", .malformedFile, "no order"),
    ("(5, 7)", "(5,-7)", .malformedFile, "expected a value"),
    ("(5, 7)", "(0, 7)", .unsupportedFile, "(0, 7)"),
    ("(5, 7), }", "(5, 7)}x ", .malformedFile, "the end of the header"),
    ("'shape': (5, 7)", "'descr': (5, 7)", .malformedFile, "'descr' again"),
    ("(5, 7), }     ", "(5,99999999999", .malformedFile, "expected"),
    ("(5, 7), }     ", "(5,9999999), }", .budgetExceeded, "9999999 × 5"),
    ("(5, 7), }", "((((((((((", .malformedFile, "brackets"),
  ])
  func `a wrong header is refused with its place`(
    place: String, replacement: String, code: CaptureError.Code, says: String
  ) throws {
    var bytes = try RecordedMedia.contents(of: "metres.npy")
    let range = try #require(bytes.firstRange(of: Array(place.utf8)))
    bytes.replaceSubrange(
      range.lowerBound..<range.lowerBound + replacement.utf8.count,
      with: replacement.utf8)
    let error = try #require(
      failure { () throws(CaptureError) in try NPYFile.decode(bytes, file: "a") })
    #expect(error.code == code, "\(error)")
    #expect(error.message.contains(says), "\(error)")
  }

  @Test func `arrays of any size come back, as a sweep shows`() throws {
    var generator = SeededGenerator(seed: 41)
    for _ in 0..<50 {
      let (width, height) = (Int.random(in: 1...40, using: &generator), Int.random(in: 1...40))
      let values = (0..<width * height).map { _ in Float.random(in: -9...9, using: &generator) }
      let bytes = try NPYFile.encode(width: width, height: height, float32: values)
      #expect(bytes.count % 64 == (4 * values.count) % 64)
      let image = try NPYFile.decode(bytes, file: "a")
      #expect(image.width == width && image.height == height)
      #expect(image.samples == .float32(values))
    }
  }

  @Test func `what cannot be written is refused`() {
    #expect(
      code { () throws(CaptureError) in try NPYFile.encode(width: 2, height: 2, float32: [1]) }
        == .notWritable)
    #expect(
      code { () throws(CaptureError) in try NPYFile.encode(width: 0, height: 2, grey16: []) }
        == .notWritable)
  }
}

struct NPZFileTests {
  @Test func `what NumPy has written is read exactly, stored or deflated`() throws {
    let stored = try RecordedMedia.contents(of: "stored.npz")
    #expect(try NPZFile.decode(stored, file: "a").samples == .grey16(RecordedMedia.raw))
    #expect(
      try NPZFile.decode(stored, array: "confidence", file: "a").samples
        == .grey8(RecordedMedia.bytes))
    let deflated = try NPZFile.decode(RecordedMedia.contents(of: "deflated.npz"), file: "a")
    #expect(deflated.samples.bits == DecodedImage.Samples.float32(RecordedMedia.metres).bits)
  }

  @Test func `which of several arrays is meant must be said`() throws {
    let bytes = try RecordedMedia.contents(of: "several.npz")
    let error = failure { () throws(CaptureError) in try NPZFile.decode(bytes, file: "a") }
    #expect(error?.code == .unsupportedFile)
    #expect(error?.message.contains("found \"first\", \"second\"") == true)
    #expect(
      try NPZFile.decode(bytes, array: "second", file: "a").samples
        == .grey8(RecordedMedia.bytes))
  }

  @Test(arguments: ["stored.npz", "deflated.npz"])
  func `a damaged archive is refused, wherever it is cut or changed`(name: String) throws {
    let bytes = try RecordedMedia.contents(of: name)
    for length in bytes.indices {
      #expect(
        failure { () throws(CaptureError) in
          try NPZFile.decode(Array(bytes[..<length]), file: "a")
        } != nil, "cut to \(length) bytes")
    }
    let whole = try NPZFile.decode(bytes, file: "a").samples.bits
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 0xFF
      let samples = try? NPZFile.decode(changed, file: "a").samples.bits
      #expect(samples == nil || samples == whole, "changed at \(index)")
    }
  }

  @Test func `an archive that swells is refused before memory is taken`() throws {
    var bytes = try RecordedMedia.contents(of: "deflated.npz")
    let directory = try #require(bytes.firstRange(of: [0x50, 0x4B, 1, 2] as [UInt8]))
    let size = directory.lowerBound + 24
    bytes.replaceSubrange(size..<size + 4, with: [0xFF, 0xFF, 0xFF, 0x0F])
    let swollen = failure { () throws(CaptureError) in try NPZFile.decode(bytes, file: "a") }
    #expect(swollen?.code == .malformedFile)
    bytes.replaceSubrange(size..<size + 4, with: [0xFF, 0xFF, 0xFF, 0xFF])
    let huge = failure { () throws(CaptureError) in try NPZFile.decode(bytes, file: "a") }
    #expect(huge?.code == .budgetExceeded)
  }

  @Test func `an array of more than 4 GiB is refused, whatever the budget`() throws {
    // So long a stream that it could hold 4 GiB, and the size that stands for a larger one.
    let length = 4_200_000
    var bytes = try RecordedMedia.contents(of: "deflated.npz")
    let range = try #require(bytes.firstRange(of: [0x50, 0x4B, 1, 2] as [UInt8]))
    let (directory, end) = (range.lowerBound, bytes.count - 22)
    for (place, number) in [
      (directory + 20, length), (directory + 24, Int(UInt32.max)), (end + 16, directory + length),
    ] {
      for index in 0..<4 { bytes[place + index] = UInt8(truncatingIfNeeded: number >> (8 * index)) }
    }
    bytes.insert(contentsOf: [UInt8](repeating: 0, count: length), at: directory)
    let budget = MediaBudget(fileBytes: 1 << 33, imagePixels: 1 << 40)
    let huge = failure { () throws(CaptureError) in
      try NPZFile.decode(bytes, file: "a", budget: budget)
    }
    #expect(huge?.code == .unsupportedFile)
    #expect(huge?.message.contains("4 GiB") == true)
  }
}

struct RawFileTests {
  private func decode(_ bytes: [UInt8], _ members: String) throws(CaptureError) -> DecodedImage {
    let json = "{\"format\": \"liveness-raw/1\", \(members)}"
    return try RawFile.decode(bytes, description: Array(json.utf8), file: "depth.raw")
  }

  @Test func `bare samples are read as their description says`() throws {
    let bytes: [UInt8] = [9, 1, 0, 2, 0, 9, 9, 3, 0, 4, 1]
    let image = try decode(
      bytes, "\"width\": 2, \"height\": 2, \"type\": \"uint16\", \"offset\": 1, \"row_bytes\": 6")
    #expect(image.samples == .grey16([1, 2, 3, 260]))
    let big = try decode(
      Array(bytes[1...4]),
      "\"width\": 1, \"height\": 2, \"type\": \"uint16\", \"byte_order\": \"big\"")
    #expect(big.samples == .grey16([256, 512]))
    let colors = try decode(
      bytes, "\"width\": 1, \"height\": 2, \"type\": \"uint8\", \"channels\": 3")
    #expect(colors.samples == .rgb8([9, 1, 0, 2, 0, 9]))
    let signed = try decode([0xFF], "\"width\": 1, \"height\": 1, \"type\": \"int8\"")
    #expect(signed.samples == .float32([-1]))
  }

  @Test(arguments: [
    ("\"width\": 3, \"height\": 2, \"type\": \"uint16\"", CaptureError.Code.truncatedFile, "12"),
    ("\"width\": 3, \"height\": 2", .missingKey, "type"),
    ("\"width\": 1, \"height\": 1, \"type\": \"uint17\"", .wrongValue, "did you mean"),
    (
      "\"width\": 1, \"height\": 1, \"type\": \"uint8\", \"row_bytes\": 0", .wrongValue, "row_bytes"
    ),
    (
      "\"width\": 1, \"height\": 1, \"type\": \"uint16\", \"channels\": 3", .wrongValue, "channels"
    ),
    ("\"width\": 1000000, \"height\": 1000000, \"type\": \"uint8\"", .budgetExceeded, "pixels"),
    (
      "\"width\": 1, \"height\": 1, \"type\": \"uint8\", \"offset\": 1099511627776",
      .truncatedFile, "found 11"
    ),
    ("\"width\": 1, \"height\": 1, \"type\": \"uint8\", \"ofset\": 1", .unknownKey, "\"offset\""),
  ])
  func `a wrong description is refused`(
    members: String, code: CaptureError.Code, says: String
  ) throws {
    let bytes = [UInt8](repeating: 0, count: 11)
    let error = try #require(
      failure { () throws(CaptureError) in try decode(bytes, members) })
    #expect(error.code == code, "\(error)")
    #expect(error.message.contains(says), "\(error)")
  }
}

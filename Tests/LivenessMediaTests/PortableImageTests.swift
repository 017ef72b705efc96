import LivenessMedia
import TestSupport
import Testing

struct PNMFileTests {
  @Test func `grey and colour images are read as they stand`() throws {
    let grey = Array("P5\n# remark\n3 1 200\n".utf8) + [1, 200, 255]
    #expect(try PNMFile.decode(grey, file: "a").samples == .grey8([1, 200, 255]))
    let deep = Array("P5 1 2\n1023\n".utf8) + [1, 2, 3, 4]
    #expect(try PNMFile.decode(deep, file: "a").samples == .grey16([258, 772]))
    let colors = Array("P6 1 1 65535 ".utf8) + [1, 0, 0, 2, 3, 4]
    #expect(try PNMFile.decode(colors, file: "a").samples == .rgb16([256, 2, 772]))
  }

  @Test(arguments: [
    ("bytes.pgm", DecodedImage.Samples.grey8(RecordedMedia.bytes)),
    ("opencv-raw.pgm", .grey16(RecordedMedia.raw)), ("colors.ppm", .rgb8(RecordedMedia.colors)),
  ])
  func `what other programs have written is read exactly`(
    name: String, samples: DecodedImage.Samples
  ) throws {
    let image = try ImageFile.read(at: RecordedMedia.path(name))
    #expect(image.width == 7 && image.height == 5)
    #expect(image.samples == samples)
    let bytes = try RecordedMedia.contents(of: name)
    for length in bytes.indices {
      #expect(
        failure { () throws(CaptureError) in
          try PNMFile.decode(Array(bytes[..<length]), file: name)
        } != nil, "cut to \(length) bytes")
    }
  }

  @Test(arguments: [
    ("P2\n7 5 255\n", CaptureError.Code.unsupportedImage, "found P2"),
    ("P5\n0 5 255\n", .malformedImage, "the width"),
    ("P5\n7 x 255\n", .malformedImage, "the height, 1 to 16777216, at byte 5, found something"),
    ("P5\n7 5 65536\n", .malformedImage, "greatest value"),
    ("P5\n9999999 9999999 255\n", .budgetExceeded, "9999999 × 9999999"),
    ("P5\n99999999999999999999 5 255\n", .malformedImage, "width"),
    ("P6\n1 1 65535\n12345", .truncatedImage, "expected 6 bytes"),
    ("P5 # remark", .truncatedImage, "width"),
    ("P5\n7 5 255\n", .truncatedImage, "expected 35 bytes of samples from byte 11 on, found 0"),
    ("P9\n", .unsupportedImage, "something else"),
  ])
  func `a wrong header is refused`(text: String, code: CaptureError.Code, says: String) throws {
    let error = try #require(
      failure { () throws(CaptureError) in try PNMFile.decode(Array(text.utf8), file: "a") })
    #expect(error.code == code, "\(error)")
    #expect(error.message.contains(says), "\(error)")
  }
}

struct TIFFFileTests {
  @Test(arguments: [
    ("raw.tif", DecodedImage.Samples.grey16(RecordedMedia.raw)),
    ("raw-big.tif", .grey16(RecordedMedia.raw)), ("opencv-raw.tif", .grey16(RecordedMedia.raw)),
    ("metres.tif", .float32(RecordedMedia.metres)),
    ("metres-deflate.tif", .float32(RecordedMedia.metres)),
    ("opencv-metres.tif", .float32(RecordedMedia.metres)),
    ("bytes-packbits.tif", .grey8(RecordedMedia.bytes)),
    ("colors-lzw.tif", .rgb8(RecordedMedia.colors)),
  ])
  func `what other programs have written is read exactly`(
    name: String, samples: DecodedImage.Samples
  ) throws {
    let image = try ImageFile.read(at: RecordedMedia.path(name))
    #expect(image.width == 7 && image.height == 5)
    #expect(image.samples.bits == samples.bits)
    #expect(image.samples.channels == samples.channels)
  }

  @Test func `an image is turned upright`() throws {
    let image = try TIFFFile.decode(RecordedMedia.contents(of: "turned.tif"), file: "a")
    #expect(image.width == 5 && image.height == 7)
    let turned = (0..<7).flatMap { y in (0..<5).map { x in RecordedMedia.raw[(4 - x) * 7 + y] } }
    #expect(image.samples == .grey16(turned))
  }

  @Test(arguments: [
    ("tiles.tif", "tiles"), ("double.tif", "64 bits"), ("white-is-zero.tif", "photometric 0"),
    ("colors-jpeg.tif", "compression 7"),
  ])
  func `other kinds of storage are refused`(name: String, says: String) throws {
    let bytes = try RecordedMedia.contents(of: name)
    let error = try #require(
      failure { () throws(CaptureError) in try TIFFFile.decode(bytes, file: name) })
    #expect(error.code == .unsupportedImage)
    #expect(error.message.contains(says), "\(error)")
  }

  @Test(arguments: ["metres.tif", "opencv-raw.tif", "metres-deflate.tif", "colors-lzw.tif"])
  func `a cut or changed file never gives a picture of another size`(name: String) throws {
    let bytes = try RecordedMedia.contents(of: name)
    for length in 0..<8 {
      #expect(
        failure { () throws(CaptureError) in
          try TIFFFile.decode(Array(bytes[..<length]), file: name)
        } != nil)
    }
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 0xFF
      for bytes in [changed, Array(bytes[..<index])] {
        guard let image = try? TIFFFile.decode(bytes, file: name) else { continue }
        #expect(image.samples.count == image.width * image.height * image.samples.channels)
      }
    }
  }

  /// A grey image of 4 × 2 pixels in one strip that begins at byte 8, before the directory.
  private func grey(
    _ strip: [UInt8], compression: UInt32 = 1, more: [(tag: UInt16, value: UInt32)] = []
  ) -> [UInt8] {
    var entries: [(tag: UInt16, value: UInt32)] = [
      (256, 4), (257, 2), (258, 8), (259, compression), (262, 1), (273, 8), (277, 1), (278, 2),
      (279, UInt32(strip.count)),
    ]
    entries += more
    var bytes: [UInt8] = [0x49, 0x49, 42, 0]
    func append(_ number: some FixedWidthInteger) {
      for shift in stride(from: 0, to: number.bitWidth, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: number >> shift))
      }
    }
    append(UInt32(8 + strip.count))
    bytes += strip
    append(UInt16(entries.count))
    for entry in entries {
      append(entry.tag)
      // One number of 32 bits.
      append(4 as UInt16)
      append(1 as UInt32)
      append(entry.value)
    }
    append(0 as UInt32)
    return bytes
  }

  @Test func `no pixel is made up of bytes that are not the image's`() throws {
    let whole = try TIFFFile.decode(grey([1, 2, 3, 4, 5, 6, 7, 8]), file: "a")
    #expect(whole.samples == .grey8([1, 2, 3, 4, 5, 6, 7, 8]))
    // The second row of a strip of one row would be the directory's first bytes.
    let short = failure { () throws(CaptureError) in
      try TIFFFile.decode(grey([1, 2, 3, 4]), file: "a")
    }
    #expect(short?.code == .malformedImage)
    #expect(short?.message.contains("libtiff warns") == true)
  }

  @Test func `a packed row that is longer than the image is refused`() throws {
    let packBits: UInt32 = 32_773
    // Four times 5 and four times 6; then eight times 5 where a row has four pixels.
    let whole = try TIFFFile.decode(
      grey([0xFD, 5, 0xFD, 6], compression: packBits), file: "a")
    #expect(whole.samples == .grey8([5, 5, 5, 5, 6, 6, 6, 6]))
    let long = failure { () throws(CaptureError) in
      try TIFFFile.decode(grey([0xF9, 5, 0xFD, 6], compression: packBits), file: "a")
    }
    #expect(long?.code == .malformedImage)
  }

  @Test func `a field that libtiff does not know changes nothing`() throws {
    let image = try TIFFFile.decode(
      grey([1, 2, 3, 4, 5, 6, 7, 8], more: [(65_000, 7)]), file: "a")
    #expect(image.samples == .grey8([1, 2, 3, 4, 5, 6, 7, 8]))
  }

  @Test func `budgets hold before anything is allocated`() throws {
    let bytes = try RecordedMedia.contents(of: "raw.tif")
    let budget = MediaBudget(fileBytes: 1 << 20, imagePixels: 34)
    #expect(
      code { () throws(CaptureError) in try TIFFFile.decode(bytes, file: "a", budget: budget) }
        == .budgetExceeded)
  }
}

struct SilenceTests {
  @Test func `damaged files make no decoder print`() async throws {
    let result = await #expect(
      processExitsWith: .success, observing: [\.standardErrorContent, \.standardOutputContent]
    ) {
      for name in ["metres.tif", "colors-lzw.tif", "colors-jpeg.tif", "orientation-6.jpg"] {
        let bytes = try RecordedMedia.contents(of: name)
        for index in bytes.indices {
          var changed = bytes
          changed[index] ^= 0x55
          for bytes in [changed, Array(bytes[..<index])] {
            _ = try? ImageFile.decode(bytes, file: name)
          }
        }
      }
    }
    let output = try #require(result)
    let errors = String(decoding: output.standardErrorContent, as: UTF8.self)
    let words = String(decoding: output.standardOutputContent, as: UTF8.self)
    for said in ["TIFF", "JPEG", "LZW", "metres", "image"] {
      #expect(!errors.contains(said) && !words.contains(said), "\(errors.prefix(500))")
    }
  }
}

struct OrientationTests {
  @Test(arguments: 1...8) func `a JPEG image is turned upright`(orientation: Int) throws {
    let image = try JPEGFile.read(at: RecordedMedia.path("orientation-\(orientation).jpg"))
    let upright = try NPYFile.decode(
      RecordedMedia.contents(of: "orientation-\(orientation).npy"), file: "a")
    #expect(image.width == upright.width && image.height == upright.height)
    guard case .grey8(let found) = image.samples, case .grey8(let expected) = upright.samples
    else {
      Issue.record("expected grey")
      return
    }
    let worst = zip(found, expected).map { abs(Int($0) - Int($1)) }.max()
    #expect((worst ?? 255) <= 3)
  }

  @Test func `a damaged Exif block leaves the image as it is stored`() throws {
    let bytes = try RecordedMedia.contents(of: "orientation-6.jpg")
    let start = try #require(bytes.firstRange(of: Array("Exif\0\0".utf8))).upperBound
    for index in start..<start + 22 {
      var changed = bytes
      changed[index] = 0xFF
      let image = try? JPEGFile.decode(changed, file: "a")
      #expect(image.map { $0.width * $0.height == 24 * 16 } ?? true)
    }
    var changed = bytes
    let value =
      try #require(
        bytes[start...].firstRange(of: [0x12, 0x01] as [UInt8])
          ?? bytes[start...].firstRange(of: [0x01, 0x12] as [UInt8])
      ).lowerBound + 8
    changed[value] = 0
    changed[value + 1] = 0
    let image = try JPEGFile.decode(changed, file: "a")
    #expect(image.width == 24 && image.height == 16)
  }
}

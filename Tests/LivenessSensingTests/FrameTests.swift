import LivenessSensing
import TestSupport
import Testing

/// Memory as a driver lends it.
@safe
private final class Buffer: Sendable {
  nonisolated(unsafe) let memory: UnsafeMutableRawBufferPointer

  init(_ bytes: [UInt8]) {
    unsafe memory = .allocate(byteCount: bytes.count, alignment: 16)
    unsafe memory.copyBytes(from: bytes)
  }

  deinit { unsafe memory.deallocate() }

  func depth(
    width: Int, height: Int, rowStride: Int, byteCount: Int? = nil, format: DepthFormat,
    scale: DepthScale = .metric, camera: CameraModel? = nil
  ) throws -> DepthFrame {
    try unsafe DepthFrame(
      width: width, height: height,
      lending: UnsafeRawPointer(#require(memory.baseAddress)),
      byteCount: byteCount ?? memory.count, rowStride: rowStride, format: format, owner: self,
      scale: scale, camera: camera)
  }

  func image(
    width: Int, height: Int, rowStride: Int, byteCount: Int? = nil, format: ImageFormat
  ) throws -> ImageFrame {
    try unsafe ImageFrame(
      width: width, height: height, lending: UnsafeRawPointer(#require(memory.baseAddress)),
      byteCount: byteCount ?? memory.count, rowStride: rowStride, format: format, owner: self)
  }
}

private func bytes<Value: FixedWidthInteger>(_ values: [Value]) -> [UInt8] {
  values.flatMap { value in
    (0..<Value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value.littleEndian >> (8 * $0)) }
  }
}

/// Equal, with one not-a-number like another.
private func same(_ first: [Float], _ second: [Float]) -> Bool {
  first.map(\.bitPattern) == second.map(\.bitPattern)
}

struct DepthFrameTests {
  @Test func `raw values become metres`() throws {
    let frame = try DepthFrame(
      width: 2, height: 2, raw: [500, 0, 65_535, 1000], metresPerUnit: 0.001,
      invalid: [0, 65_535])
    #expect(frame[0, 0] == 0.5)
    #expect(frame[1, 0].isNaN)
    #expect(frame[0, 1].isNaN)
    #expect(frame[1, 1] == 1)
    #expect(frame.validShare == 0.5)
  }

  @Test func `what is no distance is a hole`() throws {
    let values: [Float] = [.nan, .infinity, -.infinity, -1, 0, 0.25]
    let metric = try DepthFrame(width: 3, height: 2, values: values)
    #expect(metric.values.map(\.isNaN) == [true, true, true, true, true, false])
    let relative = try DepthFrame(width: 3, height: 2, values: values, scale: .relative)
    #expect(relative.values.map(\.isNaN) == [true, true, true, false, false, false])
  }

  @Test func `zero is no distance even where the sensor does not list it`() throws {
    let metric = try DepthFrame(
      width: 2, height: 1, raw: [0, 7], metresPerUnit: 0.001, invalid: [7])
    #expect(metric.values.allSatisfy { $0.isNaN })
    let relative = try DepthFrame(
      width: 2, height: 1, raw: [0, 7], metresPerUnit: 1, invalid: [7], scale: .relative)
    #expect(relative[0, 0] == 0)
    #expect(relative[1, 0].isNaN)
  }

  @Test func `a unit so large that metres overflow leaves a hole`() throws {
    let frame = try DepthFrame(width: 1, height: 1, raw: [9], metresPerUnit: 1e38)
    #expect(frame[0, 0].isNaN)
  }

  @Test func `a buffer with padded rows reads like a copy`() throws {
    var generator = SeededGenerator(seed: 5)
    for padding in [0, 1, 2, 7, 64] {
      let (width, height) = (5, 4)
      let raw = (0..<width * height).map { _ in UInt16.random(in: 0...4, using: &generator) }
      var memory: [UInt8] = []
      for y in 0..<height {
        memory += bytes(Array(raw[y * width..<(y + 1) * width]))
        memory += [UInt8](repeating: 0xA5, count: padding)
      }
      let buffer = Buffer(memory)
      let frame = try buffer.depth(
        width: width, height: height, rowStride: 2 * width + padding,
        byteCount: memory.count - padding,
        format: .uint16(metresPerUnit: 0.00025, invalid: [3]))
      let copy = try DepthFrame(
        width: width, height: height, raw: raw, metresPerUnit: 0.00025, invalid: [3])
      #expect(same(frame.values, copy.values), "padding \(padding), raw \(raw)")
    }
  }

  @Test func `a buffer of floats reads like a copy`() throws {
    let values: [Float] = [0.5, .nan, .infinity, -2, 0, 3.25]
    let buffer = Buffer(bytes(values.map(\.bitPattern)))
    for scale in [DepthScale.metric, .relative] {
      let frame = try buffer.depth(
        width: 3, height: 2, rowStride: 12, format: .float32, scale: scale)
      let copy = try DepthFrame(width: 3, height: 2, values: values, scale: scale)
      #expect(same(frame.values, copy.values), "\(scale)")
    }
  }

  @Test func `a buffer is aligned like a copy`() throws {
    let camera = try CameraModel(
      width: 3, height: 2, focalX: 5, focalY: 5, centerX: 1, centerY: 0.5)
    let image = try ImageFrame(
      width: 3, height: 2, pixels: [UInt8](repeating: 0, count: 6), camera: camera)
    let raw: [UInt16] = [500, 501, 0, 800, 65_535, 502]
    let metres: [Float] = [0.5, 0.501, .infinity, 0.8, -1, 0.502]
    let copy = try AlignedFrames(
      aligning: DepthFrame(width: 3, height: 2, raw: raw, metresPerUnit: 0.001, camera: camera),
      to: image, by: .identity)
    #expect(copy.depth.validShare == 4.0 / 6)
    let integers = try Buffer(bytes(raw)).depth(
      width: 3, height: 2, rowStride: 6, format: .uint16(metresPerUnit: 0.001, invalid: []),
      camera: camera)
    let floats = try Buffer(bytes(metres.map(\.bitPattern))).depth(
      width: 3, height: 2, rowStride: 12, format: .float32, camera: camera)
    for lent in [integers, floats] {
      let frames = try AlignedFrames(aligning: lent, to: image, by: .identity)
      #expect(same(frames.depth.values, copy.depth.values))
    }
  }

  @Test func `a frame keeps its buffer's owner alive, and no longer`() throws {
    weak var owner: Buffer?
    var frame: DepthFrame?
    do {
      let buffer = Buffer(bytes([UInt16(1), 2]))
      frame = try buffer.depth(
        width: 2, height: 1, rowStride: 4, format: .uint16(metresPerUnit: 1, invalid: []))
      owner = buffer
    }
    #expect(owner != nil)
    #expect(frame?[1, 0] == 2)
    frame = nil
    #expect(owner == nil)
  }

  @Test func `a buffer that is too small is refused`() throws {
    let buffer = Buffer([UInt8](repeating: 1, count: 64))
    let format = DepthFormat.uint16(metresPerUnit: 1, invalid: [])
    #expect(throws: FrameError.stride(frame: "depth", expectedAtLeast: 8, found: 7)) {
      try buffer.depth(width: 4, height: 2, rowStride: 7, format: format)
    }
    #expect(throws: FrameError.byteCount(frame: "depth", expectedAtLeast: 68, found: 64)) {
      try buffer.depth(width: 4, height: 2, rowStride: 60, format: format)
    }
    #expect(throws: Never.self) {
      try buffer.depth(width: 4, height: 2, rowStride: 56, format: format)
    }
    #expect(throws: FrameError.byteCount(frame: "depth", expectedAtLeast: .max, found: 64)) {
      try buffer.depth(width: 4, height: 3, rowStride: .max, format: format)
    }
    #expect(throws: FrameError.byteCount(frame: "depth", expectedAtLeast: 16, found: 15)) {
      try buffer.depth(width: 4, height: 2, rowStride: 8, byteCount: 15, format: format)
    }
  }

  @Test func `sizes, counts and units that do not fit are refused`() throws {
    #expect(throws: FrameError.elementCount(frame: "depth", expected: 4, found: 3)) {
      try DepthFrame(width: 2, height: 2, values: [1, 2, 3])
    }
    #expect(throws: FrameError.elementCount(frame: "depth", expected: 1, found: 2)) {
      try DepthFrame(width: 1, height: 1, raw: [1, 2], metresPerUnit: 1)
    }
    for (width, height) in [(0, 1), (1, -1), (Int.max, 2), (1 << 14, 1 << 13)] {
      #expect(throws: FrameError.size(frame: "depth", width: width, height: height)) {
        try DepthFrame(width: width, height: height, values: [])
      }
    }
    for unit in [0, -0.001, .infinity] {
      #expect(throws: FrameError.unit(frame: "depth", metresPerUnit: unit)) {
        try DepthFrame(width: 1, height: 1, raw: [1], metresPerUnit: unit)
      }
    }
    let camera = try CameraModel(
      width: 3, height: 2, focalX: 1, focalY: 1, centerX: 0, centerY: 0)
    #expect(
      throws: FrameError.cameraSize(
        frame: "depth", expectedWidth: 3, expectedHeight: 2, width: 2, height: 3)
    ) {
      try DepthFrame(
        width: 2, height: 3, values: [Float](repeating: 1, count: 6), camera: camera)
    }
  }
}

struct ImageFrameTests {
  @Test func `channels are interleaved`() throws {
    let image = try ImageFrame(
      width: 2, height: 1, channels: 3, pixels: [1, 2, 3, 4, 5, 6], modality: .color)
    #expect(image[0, 0, 2] == 3)
    #expect(image[1, 0, 0] == 4)
  }

  @Test(arguments: [ImageFormat.grey8, .rgb8])
  func `a buffer with padded rows reads like a copy`(format: ImageFormat) throws {
    let (width, height) = (4, 3)
    let row = width * format.channels
    let pixels = (0..<row * height).map { UInt8($0 * 3) }
    var memory: [UInt8] = []
    for y in 0..<height { memory += pixels[y * row..<(y + 1) * row] + [0xA5, 0xA5] }
    let frame = try Buffer(memory).image(
      width: width, height: height, rowStride: row + 2, format: format)
    #expect(frame.pixels == pixels)
    #expect(frame.channels == format.channels)
    #expect(frame[3, 2, 0] == pixels[2 * row + 3 * format.channels])
  }

  @Test func `three channels are colour, one is near infrared where nobody says`() throws {
    let grey = try ImageFrame(width: 1, height: 1, pixels: [1])
    let colour = try ImageFrame(width: 1, height: 1, channels: 3, pixels: [1, 2, 3])
    #expect(grey.modality == .nearInfrared && colour.modality == .color)
    let near = try ImageFrame(
      width: 1, height: 1, channels: 3, pixels: [1, 2, 3], modality: .nearInfrared)
    #expect(near.modality == .nearInfrared)
    let lent = try Buffer([1, 2, 3]).image(width: 1, height: 1, rowStride: 3, format: .rgb8)
    #expect(lent.modality == .color)
  }

  @Test func `what does not fit is refused`() throws {
    #expect(throws: FrameError.channels(frame: "nir", found: 2)) {
      try ImageFrame(width: 1, height: 1, channels: 2, pixels: [1, 2])
    }
    #expect(throws: FrameError.elementCount(frame: "rgb", expected: 3, found: 1)) {
      try ImageFrame(width: 1, height: 1, channels: 3, pixels: [1], modality: .color)
    }
    let buffer = Buffer([1, 2, 3, 4])
    #expect(throws: FrameError.stride(frame: "rgb", expectedAtLeast: 6, found: 4)) {
      try buffer.image(width: 2, height: 1, rowStride: 4, format: .rgb8)
    }
    #expect(throws: FrameError.byteCount(frame: "rgb", expectedAtLeast: 6, found: 4)) {
      try buffer.image(width: 2, height: 1, rowStride: 6, format: .rgb8)
    }
  }
}

import LivenessLayers
import LivenessTensors
import TestSupport
import Testing

struct SafetensorsFileTests {
  @Test func `a tensor is read by its name`() throws {
    var file = WeightFile()
    file.metadata = [("made by", "hand")]
    file.add("a.weight", Tensor(shape: [2, 2], scalars: [1, 2, 3, 4]))
    file.add("a.bias", Tensor(shape: [1], scalars: [-0.5]))
    let read = try SafetensorsFile(bytes: file.bytes)
    #expect(read.tensorNames == ["a.weight", "a.bias"])
    #expect(read.metadata == ["made by": "hand"])
    #expect(read.entry("a.weight")?.shape == [2, 2])
    #expect(read.entry("a.weight")?.elementType == .float32)
    #expect(try read.tensor("a.weight") == Tensor(shape: [2, 2], scalars: [1, 2, 3, 4]))
    #expect(try read.tensor("a.bias") == Tensor(shape: [1], scalars: [-0.5]))
  }

  @Test func `every type that the format's own library writes is read`() throws {
    let file = try SafetensorsFile(at: Goldens.path("checkpoints/dtypes.safetensors"))
    #expect(file.metadata["made by"] == "PyTorch ✓")
    #expect(
      try file.values(of: "f64", as: Double.self).elements == [0.1, -1e300, .leastNonzeroMagnitude])
    #expect(
      try file.values(of: "f32", as: Float.self).elements == [
        0.1, -2, 3.4e38, .leastNonzeroMagnitude,
      ])
    #expect(try file.values(of: "i64", as: Int64.self).elements == [.min, .max])
    #expect(try file.values(of: "i32", as: Int32.self).elements == [.min, .max])
    #expect(try file.values(of: "i32", as: Int32.self).shape == [2, 1])
    #expect(try file.values(of: "i16", as: Int16.self).elements == [.min, .max, 1])
    #expect(try file.values(of: "i8", as: Int8.self).elements == [.min, .max, 1])
    #expect(try file.values(of: "u64", as: UInt64.self).elements == [0, .max])
    #expect(try file.values(of: "u32", as: UInt32.self).elements == [0, .max])
    #expect(try file.values(of: "u16", as: UInt16.self).elements == [0, .max])
    #expect(try file.values(of: "u8", as: UInt8.self).elements == [0, 255, 7])
    #expect(try file.values(of: "bool", as: Bool.self).elements == [true, false, true])
    #expect(try file.values(of: "scalar", as: Int64.self).elements == [42])
    #expect(try file.values(of: "scalar", as: Int64.self).shape == [])
    #expect(try file.bytes(of: "f8_e4m3") == [0x30, 0xFE])
    #expect(try file.bytes(of: "f8_e5m2") == [0x38, 0xFB, 0])
    #expect(file.entry("c64")?.elementType == .complex64)
    #expect(try file.bytes(of: "c64") == [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])
    #expect(try file.tensor("empty") == Tensor(shape: [0, 3]))
  }

  @Test(arguments: ["f16", "bf16"])
  func `narrow floats are widened as PyTorch widens them`(name: String) throws {
    let file = try SafetensorsFile(at: Goldens.path("checkpoints/dtypes.safetensors"))
    let (actual, expected) = (try file.tensor(name), try file.tensor("\(name).widened"))
    let patterns = { (tensor: Tensor) in tensor.scalars.map { $0.isNaN ? .max : $0.bitPattern } }
    #expect(patterns(actual) == patterns(expected))
  }

  #if arch(x86_64) || arch(arm64)
    @Test func `every half-precision number is widened exactly`() throws {
      let patterns = (0...UInt16.max).map { $0 }
      var file = WeightFile()
      file.add("all", "F16", [patterns.count], patterns.flatMap { WeightFile.bytes($0) })
      let widened = try SafetensorsFile(bytes: file.bytes).tensor("all").scalars
      for pattern in patterns {
        let (actual, expected) = (widened[Int(pattern)], Float(Float16(bitPattern: pattern)))
        guard !expected.isNaN else {
          #expect(actual.isNaN, "pattern \(pattern)")
          continue
        }
        if actual.bitPattern != expected.bitPattern {
          Issue.record("pattern \(pattern): expected \(expected), found \(actual)")
        }
      }
    }
  #endif

  @Test func `data need not be aligned`() throws {
    for padding in 0..<8 {
      var file = WeightFile()
      file.add("pad", "U8", [padding], [UInt8](repeating: 9, count: padding))
      file.add("x", Tensor(shape: [3], scalars: [1, -2, 3.5]))
      file.add("y", "F64", [1], WeightFile.bytes(Double.pi.bitPattern))
      file.add("z", "F16", [2], [0x00, 0x3C, 0x00, 0xC0])
      let read = try SafetensorsFile(bytes: file.bytes)
      #expect(try read.tensor("x").scalars == [1, -2, 3.5])
      #expect(try read.values(of: "y", as: Double.self).elements == [.pi])
      #expect(try read.tensor("z").scalars == [1, -2])
    }
  }

  @Test func `bytes of the program are read where they stand`() throws {
    var file = WeightFile()
    file.add("x", Tensor(shape: [2], scalars: [1, 2]))
    let bytes = file.bytes
    let place = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    defer { unsafe place.deallocate() }
    unsafe place.copyBytes(from: bytes)
    let read = try unsafe SafetensorsFile(staticBytes: UnsafeRawBufferPointer(place))
    #expect(try read.tensor("x").scalars == [1, 2])
    unsafe place[bytes.count - 1] = 0xC0
    #expect(try read.tensor("x").scalars == [1, -2])
  }

  @Test func `a header may end with spaces`() throws {
    var file = WeightFile()
    file.header = "{\"x\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}   "
    file.add("x", "U8", [1], [7])
    #expect(try SafetensorsFile(bytes: file.bytes).bytes(of: "x") == [7])
  }

  @Test func `a file without tensors is empty`() throws {
    #expect(try SafetensorsFile(bytes: WeightFile().bytes).tensorNames == [])
  }

  @Test func `what is not there or of another type is refused by name`() throws {
    var file = WeightFile()
    file.add("mask", "U8", [1], [1])
    file.add("flag", "BOOL", [3], [1, 0, 2])
    let read = try SafetensorsFile(bytes: file.bytes)
    expect(.noTensor(name: "x")) { () throws(CheckpointError) in _ = try read.tensor("x") }
    expect(.noTensor(name: "x")) { () throws(CheckpointError) in _ = try read.bytes(of: "x") }
    expect(.elementType(tensor: "mask", expected: "F32, F16 or BF16", found: .uint8)) {
      () throws(CheckpointError) in _ = try read.tensor("mask")
    }
    expect(.elementType(tensor: "mask", expected: "I64", found: .uint8)) {
      () throws(CheckpointError) in _ = try read.values(of: "mask", as: Int64.self)
    }
    expect(.invalidBoolean(tensor: "flag", index: 2, found: 2)) {
      () throws(CheckpointError) in _ = try read.values(of: "flag", as: Bool.self)
    }
  }

  private func expect(_ error: CheckpointError, _ read: () throws(CheckpointError) -> Void) {
    #expect(throws: error, performing: read)
  }
}

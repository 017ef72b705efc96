import LivenessLayers
import LivenessTensors
import TestSupport
import Testing

/// What a header must not be, one change at a time from a file that is accepted.
struct SafetensorsRefusalTests {
  private func refusal(_ change: (inout WeightFile) -> Void) -> CheckpointError? {
    var file = WeightFile()
    file.add("a", "U8", [4], [1, 2, 3, 4])
    file.add("b", "I16", [1, 2], [5, 0, 6, 0])
    change(&file)
    return refusal(of: file.bytes)
  }

  private func refusal(of bytes: [UInt8]) -> CheckpointError? {
    do throws(CheckpointError) {
      _ = try SafetensorsFile(bytes: bytes)
      return nil
    } catch {
      return error
    }
  }

  @Test func `the file that the others are changed from is accepted`() {
    #expect(refusal { _ in } == nil)
  }

  @Test func `fewer bytes than a length`() {
    #expect(refusal(of: []) == .tooShort(byteCount: 0))
    #expect(refusal(of: [2, 0, 0, 0, 0, 0, 0]) == .tooShort(byteCount: 7))
  }

  @Test(arguments: [3, 100_000_001, UInt64(Int.max), UInt64.max, 1 << 63])
  func `a header length beyond the file`(length: UInt64) {
    let bytes = WeightFile.bytes(length) + Array("{}".utf8)
    #expect(refusal(of: bytes) == .headerLength(found: length, maximum: 2))
  }

  @Test func `a header that is no JSON`() {
    #expect(
      refusal { $0.header = "{" }
        == .header(JSONError(problem: .unexpectedEnd(expected: "a name in quotes"), offset: 1)))
    #expect(
      refusal { $0.header = "" }
        == .header(JSONError(problem: .unexpectedEnd(expected: "a value"), offset: 0)))
    #expect(
      refusal { $0.headerLength = 1 }
        == .header(JSONError(problem: .unexpectedEnd(expected: "a name in quotes"), offset: 1)))
  }

  @Test(arguments: [
    ("[]", "root", "an object", "an array"),
    (#"{"a":1}"#, "a", "an object", "a number"),
    (#"{"a":{"shape":[],"data_offsets":[0,8]}}"#, "a.dtype", "a string", "nothing"),
    (#"{"a":{"dtype":"I64","data_offsets":[0,8]}}"#, "a.shape", "an array", "nothing"),
    (#"{"a":{"dtype":"I64","shape":[]}}"#, "a.data_offsets", "an array", "nothing"),
    (
      #"{"a":{"dtype":"I64","shape":[],"data_offsets":[0]}}"#, "a.data_offsets", "two integers",
      "1"
    ),
    (
      #"{"a":{"dtype":"I64","shape":[],"data_offsets":[0,8,8]}}"#, "a.data_offsets",
      "two integers", "3"
    ),
    (
      #"{"a":{"dtype":"I64","shape":[],"data_offsets":[0,8],"x":1}}"#, "a.x",
      "only dtype, shape, data_offsets", "this member"
    ),
    (#"{"__metadata__":{"x":1}}"#, "__metadata__.x", "a string", "a number"),
    (#"{"__metadata__":"x"}"#, "__metadata__", "an object", "a string"),
  ])
  func `a header of another structure`(
    header: String, path: String, expected: String, found: String
  ) {
    #expect(
      refusal { $0.header = header }
        == .headerField(JSONMismatch(path: path, expected: expected, found: found)))
  }

  @Test(arguments: ["-1", "1.5", "1e3", "\"1\"", "9223372036854775808"])
  func `offsets that are no integers`(offset: String) throws {
    let error = try #require(refusal { $0.tensors[0].offsets = "[0,\(offset)]" })
    guard case .headerField(let mismatch) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(mismatch.path == "a.data_offsets[1]")
  }

  @Test(arguments: ["F128", "f32", "", "U8 "])
  func `an unknown element type`(name: String) {
    #expect(
      refusal { $0.tensors[1].elementType = name }
        == .unknownElementType(tensor: "b", found: name))
  }

  @Test(arguments: [
    ("[-1]", "[-1]"), ("[-1, -4]", "[-1, -4]"), ("[2.0, 2]", "[2.0, 2]"),
    ("[\"4\"]", "[a string]"),
    ("[4611686018427387904, 4]", "[4611686018427387904, 4]"),
    ("[9223372036854775808]", "[9.223372036854776e+18]"),
    ("[9223372036854775807]", "[9223372036854775807] of I16"),
    ("[4611686018427387904, 4, 0]", "[4611686018427387904, 4, 0]"),
  ])
  func `a negative or overflowing shape`(shape: String, found: String) {
    #expect(
      refusal { $0.tensors[1].shape = shape } == .invalidShape(tensor: "b", found: found))
  }

  @Test func `a shape of very many axes`() throws {
    let shape = [Int](repeating: 1, count: 65)
    #expect(
      refusal { $0.tensors[1].shape = shape.description }
        == .invalidShape(tensor: "b", found: shape.description))
  }

  @Test func `packed elements that do not fill their last byte`() {
    #expect(
      refusal { file in
        file.tensors[0].elementType = "F4"
        file.tensors[0].shape = "[7]"
      } == .invalidShape(tensor: "a", found: "[7] of F4"))
    #expect(
      refusal { file in
        file.tensors[0].elementType = "F4"
        file.tensors[0].shape = "[8]"
      } == nil)
  }

  @Test func `offsets out of order`() {
    #expect(
      refusal { $0.tensors[1].offsets = "[8,4]" }
        == .reversedOffsets(tensor: "b", begin: 8, end: 4))
  }

  @Test func `a tensor beyond the end`() {
    #expect(
      refusal { $0.tensors[1].offsets = "[5,9]" }
        == .outside(tensor: "b", end: 9, byteCount: 8))
    #expect(
      refusal { $0.tensors[1].offsets = "[9223372036854775803,9223372036854775807]" }
        == .outside(tensor: "b", end: .max, byteCount: 8))
    #expect(
      refusal { file in
        file.tensors[1].bytes.removeLast()
        file.tensors[1].offsets = "[4,8]"
      } == .outside(tensor: "b", end: 8, byteCount: 7))
  }

  @Test func `tensors that overlap`() {
    #expect(
      refusal { $0.tensors[1].offsets = "[2,6]" } == .overlap(tensor: "b", other: "a"))
    #expect(
      refusal { $0.tensors[1].offsets = "[0,4]" } == .overlap(tensor: "b", other: "a"))
    #expect(
      refusal { file in
        file.tensors[1].shape = "[0]"
        file.tensors[1].offsets = "[2,2]"
      } == .overlap(tensor: "b", other: "a"))
  }

  @Test func `bytes that belong to no tensor`() {
    #expect(
      refusal { file in
        file.tensors[0].bytes.append(0)
        file.tensors[0].offsets = "[0,4]"
      } == .gap(offset: 4, byteCount: 1, before: "b"))
    #expect(
      refusal { file in
        file.tensors[0].offsets = "[2,6]"
        file.tensors[1].offsets = "[6,10]"
        file.tensors[1].bytes += [0, 0]
      } == .gap(offset: 0, byteCount: 2, before: "a"))
    #expect(
      refusal { file in
        file.tensors[1].offsets = "[4,8]"
        file.tensors[1].bytes.append(0)
      } == .gap(offset: 8, byteCount: 1, before: nil))
  }

  @Test func `more or fewer bytes than the shape takes`() {
    #expect(
      refusal { $0.tensors[1].shape = "[3]" }
        == .byteCount(tensor: "b", elementType: .int16, shape: [3], expected: 6, found: 4))
    #expect(
      refusal { $0.tensors[1].shape = "[]" }
        == .byteCount(tensor: "b", elementType: .int16, shape: [], expected: 2, found: 4))
  }

  @Test func `two tensors of one name`() throws {
    let error = try #require(refusal { $0.tensors[1].name = "a" })
    guard case .header(let json) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(json.problem == .duplicateName("a"))
  }

  @Test func `every prefix of a file`() {
    var file = WeightFile()
    file.add("a", Tensor(shape: [3], repeating: 1))
    let bytes = file.bytes
    for count in 0..<bytes.count {
      #expect(refusal(of: Array(bytes.prefix(count))) != nil, "the first \(count) bytes")
    }
  }

  @Test func `a damaged header is read or refused`() {
    var file = WeightFile()
    file.metadata = [("k", "v")]
    file.add("a", Tensor(shape: [3], repeating: 1))
    file.add("b", "F16", [2, 1], [0, 0, 0, 0])
    let bytes = file.bytes
    var generator = SeededGenerator(seed: 0x5AFE)
    let letters = Array("0123456789-.eE\"{}[],:\\UFIB ".utf8)
    for _ in 0..<5000 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let index = Int.random(in: 0..<damaged.count, using: &generator)
        damaged[index] = letters.randomElement(using: &generator) ?? 0
      }
      guard let read = try? SafetensorsFile(bytes: damaged) else { continue }
      for name in read.tensorNames {
        #expect((try? read.bytes(of: name)) != nil)
      }
    }
  }
}

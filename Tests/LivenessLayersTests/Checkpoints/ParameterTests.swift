import LivenessLayers
import LivenessTensors
import TestSupport
import Testing

struct ParameterTests {
  private let weight = Tensor(shape: [2, 3], scalars: [1, 2, 3, 4, 5, 6])

  private func file(_ change: (inout WeightFile) -> Void = { _ in }) throws -> SafetensorsFile {
    var file = WeightFile()
    file.add("head.dense.weight", weight)
    file.add("head.dense.bias", "BF16", [2], [0x80, 0x3F, 0x00, 0xC0])
    change(&file)
    return try SafetensorsFile(bytes: file.bytes)
  }

  private func dense(_ parameters: ParameterScope) -> Linear {
    Linear(from: parameters.scope("head").scope("dense"), inputFeatures: 3, outputFeatures: 2)
  }

  private func refused(_ file: SafetensorsFile) -> [ParameterProblem]? {
    do throws(CheckpointError) {
      _ = try file.build { dense($0) }
      return nil
    } catch {
      guard case .parameters(let problems) = error else { return [] }
      return problems
    }
  }

  @Test func `a network takes its parameters by dotted names`() throws {
    let layer = try file().build { dense($0) }
    #expect(layer.weight == weight)
    #expect(layer.bias == Tensor(shape: [2], scalars: [1, -2]))
  }

  @Test func `a scope knows its path`() throws {
    let paths = try SafetensorsFile(bytes: WeightFile().bytes).build {
      [$0.path, $0.scope("a").path, $0.scope("a").scope("b").path]
    }
    #expect(paths == ["", "a.", "a.b."])
  }

  @Test func `golden tensors are no parameters`() throws {
    let file = try file { file in
      file.add("golden.input.x", Tensor(shape: [1]))
      file.add("golden.output.y", "I64", [1], WeightFile.bytes(1))
    }
    #expect(refused(file) == nil)
    #expect(throws: CheckpointError.self) {
      try file.build { ($0.scope("golden").tensor("input.x", shape: [1]), dense($0)) }
    }
  }

  @Test func `one error lists all that does not fit`() throws {
    let file = try file { file in
      file.tensors[0].shape = "[3, 2]"
      file.tensors[1].name = "head.dense.offset"
      file.add("bn.num_batches_tracked", "I64", [], WeightFile.bytes(1))
    }
    let problems = try #require(refused(file))
    #expect(
      problems == [
        .shape(name: "head.dense.weight", expected: [2, 3], found: [3, 2]),
        .missing(name: "head.dense.bias", shape: [2]),
        .unexpected(name: "head.dense.offset", shape: [2]),
        .unexpected(name: "bn.num_batches_tracked", shape: []),
      ])
    #expect(
      CheckpointError.parameters(problems).description == """
        the parameters do not fit the network: head.dense.weight must have shape [2, 3], \
        found [3, 2]; head.dense.bias [2] is missing; head.dense.offset [2] is not expected; \
        bn.num_batches_tracked [] is not expected
        """)
  }

  @Test func `the caller says which tensors may be left over`() throws {
    let file = try file { $0.add("bn.num_batches_tracked", "I64", [], WeightFile.bytes(1)) }
    #expect(
      refused(file) == [.unexpected(name: "bn.num_batches_tracked", shape: [])])
    let layer = try file.build(ignoring: { $0.hasSuffix(".num_batches_tracked") }) { dense($0) }
    #expect(layer.weight == weight)
  }

  @Test(arguments: [
    ("F32", WeightFile.bytes(Float.infinity.bitPattern), Float.infinity),
    ("F32", WeightFile.bytes(Float.nan.bitPattern), Float.nan),
    ("F16", [0x00, 0xFC], -Float.infinity), ("F16", [0x01, 0x7C], Float.nan),
    ("BF16", [0x80, 0x7F], Float.infinity), ("BF16", [0xC0, 0x7F], Float.nan),
  ])
  func `a parameter that is not finite is refused`(
    type: String, bytes: [UInt8], found: Float
  ) throws {
    let file = try file { file in
      let one = [UInt8](repeating: 0, count: bytes.count)
      file.tensors[1].elementType = type
      file.tensors[1].bytes = one + bytes
    }
    let problems = try #require(refused(file))
    guard case .notFinite("head.dense.bias", 1, let value) = problems.first else {
      Issue.record("\(problems)")
      return
    }
    #expect(problems.count == 1)
    #expect(value == found || value.isNaN && found.isNaN)
    #expect(problems[0].description == "head.dense.bias holds \(value) at index 1")
  }

  @Test func `integers are no parameters`() throws {
    let file = try file { file in
      file.tensors[1].elementType = "I16"
    }
    #expect(refused(file) == [.elementType(name: "head.dense.bias", found: .int16)])
  }

  @Test func `a parameter that is asked for twice is given twice and told of once`() throws {
    let shared = try file().build { (dense($0), dense($0)) }
    #expect(shared.0.weight == shared.1.weight)
    let empty = try SafetensorsFile(bytes: WeightFile().bytes)
    #expect(
      throws: CheckpointError.parameters([.missing(name: "x", shape: [1])])
    ) {
      try empty.build { ($0.tensor("x", shape: [1]), $0.tensor("x", shape: [1])) }
    }
  }
}

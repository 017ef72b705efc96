import LivenessLayers
import Testing

@testable import LivenessCommand
@testable import LivenessTensors

struct MachineProcessorTests {
  private let v2 = "cx16 lahf_lm popcnt pni sse4_1 sse4_2 ssse3"
  private let v3 = "avx avx2 bmi1 bmi2 f16c fma abm movbe xsave"
  private let v4 = "avx512f avx512bw avx512cd avx512dq avx512vl"

  private func level(_ flags: String) -> String? {
    MachineProcessor(describedBy: "flags\t\t: \(flags)\n", count: 1).level
  }

  @Test func `the first processor is read`() {
    let text = """
      processor\t: 0
      model name\t: A Processor: 2nd edition\u{20}
      flags\t\t: fpu \(v2) sse

      processor\t: 1
      model name\t: Another
      flags\t\t: fpu

      """
    let processor = MachineProcessor(describedBy: text, count: 2)
    #expect(processor.model == "A Processor: 2nd edition")
    #expect(processor.level == "x86-64-v2")
    #expect(processor.count == 2)
  }

  @Test func `a level needs all of its flags and those below`() {
    #expect(level("fpu sse2") == "x86-64")
    #expect(level(v2) == "x86-64-v2")
    #expect(level("\(v2) \(v3)") == "x86-64-v3")
    #expect(level("\(v2) \(v3) \(v4)") == "x86-64-v4")
    #expect(level("\(v3) \(v4)") == "x86-64")
    #expect(level("\(v2) \(v3.replacing("fma ", with: "")) \(v4)") == "x86-64-v2")
  }

  @Test func `what is not told stays unknown`() {
    let processor = MachineProcessor(describedBy: "Features\t: fp asimd\nnonsense", count: 1)
    #expect(processor.level == nil)
    #expect(processor.model == nil)
  }

  @Test func `levels are ordered, and what is none of them is not`() {
    #expect(ProcessorLadder.isLevel("x86-64", below: "x86-64-v3"))
    #expect(!ProcessorLadder.isLevel("x86-64-v3", below: "x86-64-v3"))
    #expect(!ProcessorLadder.isLevel("x86-64-v4", below: "x86-64-v3"))
    #expect(!ProcessorLadder.isLevel("aarch64", below: "x86-64-v3"))
  }
}

struct LoadedFileTests {
  private let maps = """
    5555-5600 r-xp 00000000 fe:00 12 /usr/bin/liveness
    7f10-7f20 r--p 00000000 fe:00 13 /usr/lib/a folder/libblas.so.3
    7f20-7f30 rw-p 00000000 00:00 0\u{20}
    ffff-fffff rw-p 00000000 00:00 0 [stack]
    no line at all
    """

  @Test func `the file that holds an address is found`() {
    #expect(LoadedFile.containing(0x7F10, in: maps) == "/usr/lib/a folder/libblas.so.3")
    #expect(LoadedFile.containing(0x55FF, in: maps) == "/usr/bin/liveness")
  }

  @Test func `an address outside every file has none`() {
    #expect(LoadedFile.containing(0x7F20, in: maps) == nil)
    #expect(LoadedFile.containing(0xFFFF, in: maps) == nil)
    #expect(LoadedFile.containing(1, in: maps) == nil)
  }

  @Test func `the BLAS of this process lies in a file`() throws {
    #expect(try #require(LoadedFile.ofFunction("cblas_sgemm")).contains("blas"))
    #expect(LoadedFile.ofFunction("no_such_function") == nil)
  }
}

struct SystemDescriptionTests {
  private let openBLAS = BLASLibrary(
    name: "OpenBLAS 0.3.21 ", isOpenBLAS: true, isReference: false, kernels: "Zen")
  private let reference = BLASLibrary(
    name: "BLAS", isOpenBLAS: false, isReference: true, kernels: nil)

  private func system(
    _ level: String = "x86-64-v3", blas: BLASLibrary, overrides: [String] = []
  ) -> SystemDescription {
    SystemDescription(
      version: "1.2.3", build: ProcessorLevel(name: level, lanes: 8, fusesMultiplyAdd: true),
      machine: MachineProcessor(
        describedBy: """
          model name: A Processor
          flags: cx16 lahf_lm popcnt pni sse4_1 sse4_2 ssse3 avx avx2 bmi1 bmi2 f16c fma abm \
          movbe xsave
          """, count: 4),
      blas: blas, blasFile: "/lib/libblas.so.3", threads: 2, overrides: overrides)
  }

  @Test func `a machine on which all is well`() {
    let system = system(blas: openBLAS)
    #expect(system.warnings.isEmpty)
    #expect(
      system.text(style: .plain) == """
        liveness 1.2.3

        build       x86-64-v3, 8 floats in a vector, fused multiply-add
        machine     x86-64-v3, A Processor
        processors  4
        threads     2 for a capture, 1 in the BLAS
        BLAS        OpenBLAS 0.3.21, kernels for Zen
                    /lib/libblas.so.3

        """)
  }

  @Test func `the reference BLAS brings a warning that says how to change it`() throws {
    let warnings = system(blas: reference, overrides: ["OPENBLAS_CORETYPE"]).warnings
    #expect(warnings.count == 1)
    let warning = try #require(warnings.first)
    #expect(warning.contains("apt-get install libopenblas0"))
    #expect(warning.contains("update-alternatives --config libblas.so.3-"))
  }

  @Test func `a setting that misleads OpenBLAS brings a warning`() {
    let warnings = system(blas: openBLAS, overrides: ["OPENBLAS_CORETYPE"]).warnings
    #expect(warnings.count == 1)
    #expect(warnings.first?.hasPrefix("OPENBLAS_CORETYPE in the environment") == true)
  }

  @Test func `a build below the machine's level is told how to gain`() {
    #expect(system(blas: openBLAS).hint == nil)
    #expect(system("x86-64", blas: openBLAS).hint?.contains("-march=x86-64-v3'") == true)
  }

  @Test func `the JSON holds the same`() throws {
    let text = system(blas: reference).json
    guard case .object(let object) = try JSONValue(parsing: text) else {
      Issue.record("\(text) is no object")
      return
    }
    #expect(
      object.members.map(\.name)
        == ["version", "build", "machine", "threads", "blas", "warnings"])
    guard case .object(let blas) = object["blas"], case .array(let warnings) = object["warnings"]
    else {
      Issue.record("\(text) lacks the BLAS or the warnings")
      return
    }
    #expect(blas["kernels"] == .null)
    #expect(blas["is_reference"] == .boolean(true))
    #expect(warnings.count == 1)
  }

  @Test func `this machine can be described`() {
    let system = SystemDescription.current
    #expect(system.machine.count >= 1)
    #expect(system.text(style: .plain).contains(system.build.name))
  }
}

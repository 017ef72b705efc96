#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The processor that the command runs on.
struct MachineProcessor: Sendable, Hashable {
  /// What the processor calls itself; `nil` where the system does not say.
  let model: String?
  /// The highest level that it reaches, such as `x86-64-v3`; `nil` where the system does not say.
  let level: String?
  /// Processors that are online.
  let count: Int

  /// The processor of this machine.
  static var current: MachineProcessor {
    MachineProcessor(
      describedBy: StandardFiles.text(at: "/proc/cpuinfo") ?? "",
      count: max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }

  /// Reads the first processor of Linux's `/proc/cpuinfo`.
  init(describedBy text: String, count: Int) {
    func value(_ name: String) -> Substring? {
      for line in text.split(separator: "\n") {
        guard let colon = line.firstIndex(of: ":") else { continue }
        let key = line[..<colon].trimmed
        if key == name { return line[line.index(after: colon)...].trimmed }
      }
      return nil
    }
    model = value("model name").map(String.init)
    level = value("flags").map { ProcessorLadder.level(of: Set($0.split(separator: " "))) }
    self.count = count
  }
}

/// The levels of x86-64, from the lowest to the highest; x86-64 psABI, section 3.1.1.
enum ProcessorLadder {
  private static let steps: [(name: String, flags: [Substring])] = [
    ("x86-64", []),
    ("x86-64-v2", ["cx16", "lahf_lm", "popcnt", "pni", "sse4_1", "sse4_2", "ssse3"]),
    ("x86-64-v3", ["avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe", "xsave"]),
    ("x86-64-v4", ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"]),
  ]

  /// The highest level all of whose flags, and those of the levels below, are there; the flags are
  /// named as Linux names them.
  static func level(of flags: Set<Substring>) -> String {
    let reached = steps.prefix { flags.isSuperset(of: $0.flags) }
    return reached.last?.name ?? steps[0].name
  }

  /// Whether a level lies below another; false where either is none of these.
  static func isLevel(_ a: String, below b: String) -> Bool {
    let names = steps.map(\.name)
    guard let a = names.firstIndex(of: a), let b = names.firstIndex(of: b) else { return false }
    return a < b
  }
}

extension Substring {
  /// The text without white space at its ends.
  fileprivate var trimmed: Substring {
    let rest = drop(while: \.isWhitespace)
    return rest.prefix(rest.count - rest.reversed().prefix(while: \.isWhitespace).count)
  }
}

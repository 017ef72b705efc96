import ArgumentParser
import LivenessTensors

/// What the command was built for and what it found on this machine.
struct SystemDescription: Sendable {
  let version: String
  let build: ProcessorLevel
  let machine: MachineProcessor
  let blas: BLASLibrary
  /// The file that the BLAS was loaded from; `nil` where the system does not say.
  let blasFile: String?
  /// Threads that one capture is judged on.
  let threads: Int
  /// Settings of the environment that keep OpenBLAS from choosing its kernels for the processor.
  let overrides: [String]

  /// What there is in this process.
  static var current: SystemDescription {
    SystemDescription(
      version: LivenessCommand.configuration.version, build: .build, machine: .current,
      blas: .current, blasFile: LoadedFile.ofFunction("cblas_sgemm"), threads: 2,
      overrides: ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"].filter {
        StandardFiles.environment($0) != nil
      })
  }

  /// What makes the command slower than it need be, and how to change that; empty where all is well.
  var warnings: [String] {
    var warnings: [String] = []
    if blas.isReference {
      warnings.append(
        "This BLAS is the reference one, many times slower than OpenBLAS. Install OpenBLAS with "
          + "'apt-get install libopenblas0'; where it is installed, choose it with "
          + "'update-alternatives --config libblas.so.3-\(SystemDescription.triplet)'.")
    }
    if blas.isOpenBLAS, !overrides.isEmpty {
      warnings.append(
        "\(overrides.joined(separator: " and ")) in the environment keeps OpenBLAS from choosing "
          + "its kernels for this processor. Unset it.")
    }
    return warnings
  }

  /// What could be faster still; `nil` where nothing could.
  var hint: String? {
    guard let level = machine.level, ProcessorLadder.isLevel(build.name, below: level) else {
      return nil
    }
    return "This machine runs builds for \(level), which are faster: add "
      + "'-Xswiftc -Xcc -Xswiftc -march=\(level)' to 'swift build'."
  }

  #if arch(arm64)
    private static let triplet = "aarch64-linux-gnu"
  #else
    private static let triplet = "x86_64-linux-gnu"
  #endif

  /// The description as text.
  func text(style: TerminalStyle) -> String {
    let fused = build.fusesMultiplyAdd ? ", fused multiply-add" : ""
    let kernels = blas.kernels.map { ", kernels for \($0)" } ?? ""
    let rows: [(name: String, value: String?)] = [
      ("build", "\(build.name), \(build.lanes) floats in a vector\(fused)"),
      ("machine", [machine.level, machine.model].compactMap(\.self).joined(separator: ", ")),
      ("processors", "\(machine.count)"),
      ("threads", "\(threads) for a capture, 1 in the BLAS"),
      ("BLAS", PlainText.visible(blas.name.trimmingSpaces) + kernels),
      ("", blasFile.map(PlainText.visible)),
    ]
    let width = rows.map { PlainText.columns($0.name) }.max() ?? 0
    let lines = rows.compactMap { row in
      row.value.map { value in
        style(PlainText.padded(row.name, to: width), .dim) + "  "
          + (value.isEmpty ? NumberText.none : value)
      }
    }
    let title = style("liveness \(version)", .bold)
    let hints = hint.map { ["", $0] } ?? []
    return ([title, ""] + lines + hints).joined(separator: "\n") + "\n"
  }

  /// The description as one JSON object.
  var json: String {
    func string(_ value: String?) -> String { value.map(JSONText.string) ?? "null" }
    func boolean(_ value: Bool) -> String { value ? "true" : "false" }
    return JSONText.object([
      (key: "version", value: string(version)),
      (
        key: "build",
        value: JSONText.object([
          (key: "level", value: string(build.name)), (key: "lanes", value: "\(build.lanes)"),
          (key: "fuses_multiply_add", value: boolean(build.fusesMultiplyAdd)),
        ])
      ),
      (
        key: "machine",
        value: JSONText.object([
          (key: "level", value: string(machine.level)),
          (key: "processor", value: string(machine.model)),
          (key: "processors", value: "\(machine.count)"),
        ])
      ),
      (key: "threads", value: "\(threads)"),
      (
        key: "blas",
        value: JSONText.object([
          (key: "name", value: string(blas.name.trimmingSpaces)),
          (key: "kernels", value: string(blas.kernels)), (key: "file", value: string(blasFile)),
          (key: "is_reference", value: boolean(blas.isReference)), (key: "threads", value: "1"),
        ])
      ),
      (key: "warnings", value: JSONText.array(warnings.map(JSONText.string))),
    ])
  }
}

extension String {
  /// The text without the spaces at its end.
  fileprivate var trimmingSpaces: String {
    String(prefix(count - reversed().prefix { $0 == " " }.count))
  }
}

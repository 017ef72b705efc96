import Liveness
import LivenessFaces
import LivenessMedia
import LivenessSensing
import LivenessTensors

/// Writes what the stages of each detection saw into a folder of its own, to be looked at with other
/// programs: `stages.json` beside NPY files with the numbers and PNG files with the pictures.
///
/// US 2019/0347823 A1, paragraph 0145.
final class StageFolders: DetectionOutput {
  private let root: OutputFolder
  private var count = 0

  /// Creates the folder that the captures' folders go into; it must not exist yet, or be empty.
  init(path: String) throws(OutputError) { root = try OutputFolder.create(at: path) }

  func start(paths: [String]) {}

  func record(_ outcome: CaptureOutcome) throws {
    count += 1
    guard case .judged(let result, _, _) = outcome.verdict else { return }
    let folder = try root.folder(StageFolders.name(count, outcome.path))
    for file in try StageFiles(of: result, path: outcome.path).files {
      try folder.write(file.bytes, to: file.name)
    }
  }

  func finish(_ tally: DetectionTally) {}

  /// The capture's number, and what its path ends with.
  static func name(_ number: Int, _ path: String) -> String {
    let last = path.split(separator: "/").last.map(String.init) ?? ""
    let plain = last.unicodeScalars.map { scalar in
      let isPlain =
        scalar.properties.isAlphabetic || "0123456789-_.".unicodeScalars.contains(scalar)
      return isPlain ? Character(scalar) : "_"
    }
    let digits = String(number)
    let zeros = String(repeating: "0", count: max(0, 4 - digits.count))
    return zeros + digits + "-" + String(plain.prefix(60))
  }
}

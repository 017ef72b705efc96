import ArgumentParser
import Foundation
import LivenessBenchmarking

/// `batches`: compares an image in a batch with an image alone.
struct BatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batches",
    abstract: "Compare what an image costs in a batch and alone, in turns.",
    discussion: """
      Single runs, as many as the batch has images, and one run of the batch take turns; times are \
      of one image, and the ratio is the median of those of all turns.
      """)

  @Option(
    help: ArgumentHelp("Only these networks, such as fusion-s,key-points.", valueName: "names"))
  var networks: String?

  @Option(help: "Images of the batch.")
  var batch = 8

  @Option(help: "Turns of each.")
  var rounds = 60

  func validate() throws {
    guard rounds >= 1 else { throw ValidationError("There must be at least 1 round.") }
    guard (2...64).contains(batch) else {
      throw ValidationError("A batch has 2 to 64 images, found \(batch).")
    }
  }

  func run() throws {
    let workloads = try named()
    print(EngineDescription.current.text + "\n")
    print(
      "                threads  alone: best, median µs  batch of \(batch): best, median µs  ratio")
    for workload in workloads {
      for threads in [1, 2] {
        let found = try BatchComparison(
          of: workload, batch: batch, threads: threads, rounds: rounds)
        print(line(workload.name, threads, found))
      }
    }
  }

  private func named() throws -> [Workload] {
    let all = Workload.all(captures: "").filter { $0.kind == .network }
    guard let networks else { return all }
    return try networks.split(separator: ",").map { name in
      guard let found = all.first(where: { $0.name == name }) else {
        throw ValidationError("There is no network named '\(name)'.")
      }
      return found
    }
  }

  private func line(_ name: String, _ threads: Int, _ found: BatchComparison) -> String {
    name.padding(toLength: 16, withPad: " ", startingAt: 0)
      + String(
        format: "%7d%14.0f%10.0f%20.0f%10.0f%7.2f", threads, found.alone.best,
        found.alone.median, found.together.best, found.together.median, found.ratio)
  }
}

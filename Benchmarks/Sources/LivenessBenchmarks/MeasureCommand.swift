import ArgumentParser
import Foundation
import LivenessBenchmarking
import LivenessTensors

/// `measure`: times workloads in rounds and prints a table.
struct MeasureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure",
    abstract: "Time workloads in rounds and print a table.",
    discussion: """
      Everything is warmed up, then run round after round. Best and median are of all runs, in \
      microseconds; the spread is the distance between the quartiles as a share of the median.

      Examples:
        make bench
        make bench FILTER=fusion THREADS=1,2 BATCH=1,8 JSON=bench.json
      """)

  @Option(help: "Only what has this in its kind or name, such as network or fusion-s.")
  var filter: String?

  @Option(help: ArgumentHelp("Numbers of threads, such as 1,2.", valueName: "numbers"))
  var threads = "1,2"

  @Option(help: ArgumentHelp("Images at once, such as 1,8.", valueName: "numbers"))
  var batch = "1"

  @Option(help: "Rounds over everything.")
  var rounds = 5

  @Option(help: "Seconds for each workload in a round.")
  var seconds = 0.1

  @Option(help: ArgumentHelp("Write one JSON object a line.", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("The folder of the sample captures.", valueName: "folder"))
  var captures = "Documentation/Examples/Captures"

  @Flag(help: "Print the names of what can be timed.")
  var list = false

  func validate() throws {
    guard rounds >= 1 else { throw ValidationError("There must be at least 1 round.") }
    guard seconds >= 0, seconds <= 60 else {
      throw ValidationError("The seconds lie from 0 to 60.")
    }
    _ = try loads()
  }

  func run() throws {
    let workloads = Workload.all(captures: captures).filter { workload in
      filter.map { "\(workload.kind.rawValue) \(workload.name)".contains($0) } ?? true
    }
    guard !workloads.isEmpty else {
      throw ValidationError("Nothing is named '\(filter ?? "")'; see --list.")
    }
    if list {
      for workload in workloads { print("\(workload.kind.rawValue)  \(workload.name)") }
      return
    }
    let progress = Progress()
    let plan = BenchmarkPlan(
      workloads: workloads, loads: try loads(), rounds: rounds, secondsPerRound: seconds)
    let measurements = try plan.run { progress.show($0) }
    progress.clear()
    print(MeasurementTable.text(measurements, engine: .current))
    if let json {
      try measurements.map { MeasurementLine($0).text + "\n" }.joined()
        .write(toFile: json, atomically: true, encoding: .utf8)
    }
  }

  private func loads() throws -> [Workload.Load] {
    let threads = try numbers(threads, of: "threads")
    return try numbers(batch, of: "batch").flatMap { batch in
      threads.map { Workload.Load(threads: $0, batch: batch) }
    }
  }

  private func numbers(_ text: String, of name: String) throws -> [Int] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let number = Int(part), (1...64).contains(number) else {
        throw ValidationError("--\(name) takes numbers from 1 to 64, found '\(text)'.")
      }
      return number
    }
  }
}

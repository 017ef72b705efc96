import ArgumentParser
import Foundation
import LivenessBenchmarking
import LivenessLayers
import LivenessTensors

/// `child`: one network in this process; a parent says when to run.
///
/// Writes a line when ready, with the outputs; then answers each line `run N` with the seconds of N
/// runs, until `quit` or the end of the input.
struct ChildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "child",
    abstract: "Run one network whenever a line on standard input says so.",
    shouldDisplay: false)

  @Option(help: "The network's name.")
  var network: BenchmarkNetwork

  @Option(help: "Its weights, as safetensors.")
  var weights: String

  @Option(help: "Its inputs by name, as safetensors.")
  var inputs: String

  @Option(help: "Threads.")
  var threads = 1

  func run() throws {
    let loaded = try network.loaded(at: weights)
    let file = try SafetensorsFile(at: inputs)
    let tensors = try network.inputs.map { try file.tensor($0.name) }
    let run: Workload.Run = { [threads] in loaded.run(tensors, threads: threads) }
    let outputs = zip(network.outputs, loaded.outputs(for: tensors))
    _ = try Stopwatch.microseconds(of: run, count: 5)
    answer(
      JSONLine.text(
        Ready(
          engine: .current,
          outputs: Dictionary(uniqueKeysWithValues: outputs.map { ($0, $1.scalars) }))))
    while let line = readLine() {
      let words = line.split(separator: " ")
      if words.first == "quit" { return }
      guard words.count == 2, words[0] == "run", let count = Int(words[1]), count > 0 else {
        throw ValidationError("A line is 'run N' or 'quit', found '\(line)'.")
      }
      let times = try Stopwatch.microseconds(of: run, count: count)
      answer(JSONLine.text(times.map { $0 * 1e-6 }))
    }
  }

  private func answer(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
  }

  private struct Ready: Encodable {
    let engine: EngineDescription
    let outputs: [String: [Float]]
  }
}

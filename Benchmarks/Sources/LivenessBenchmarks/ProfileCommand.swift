import ArgumentParser
import Foundation
import LivenessBenchmarking

/// `profile`: says where the time of a network goes, step by step.
struct ProfileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "Print how long each step of a network takes on one thread.")

  @Argument(help: "The network's name, such as fusion-s.")
  var network: BenchmarkNetwork

  @Option(help: "The best of so many runs is taken.")
  var rounds = 200

  func validate() throws {
    guard rounds >= 1 else { throw ValidationError("There must be at least 1 round.") }
  }

  func run() throws {
    let steps = network.loadedWithSeededParameters()
      .profile(network.seededInputs(batch: 1), rounds: rounds)
    let total = steps.reduce(0) { $0 + $1.microseconds }
    for step in steps {
      print(
        String(
          format: "%9.1f µs %5.1f %%  ", step.microseconds,
          100 * step.microseconds / total) + step.name)
    }
    print(String(format: "%9.1f µs", total))
  }
}

extension BenchmarkNetwork: @retroactive ExpressibleByArgument {}

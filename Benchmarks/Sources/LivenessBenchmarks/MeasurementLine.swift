import Foundation
import LivenessBenchmarking

/// One measurement as a line of JSON.
struct MeasurementLine: Encodable {
  private let kind: String
  private let name: String
  private let threads: Int
  private let batch: Int
  private let bestMicroseconds: Double
  private let medianMicroseconds: Double
  private let spread: Double
  private let runs: Int
  private let multiplications: Int?
  private let gigaflops: Double?
  private let checksum: String
  private let level: String

  private enum CodingKeys: String, CodingKey {
    case kind, name, threads, batch, spread, runs, multiplications, checksum, level
    case bestMicroseconds = "best_us"
    case medianMicroseconds = "median_us"
    case gigaflops = "gflops"
  }

  init(_ measurement: BenchmarkPlan.Measurement) {
    kind = measurement.workload.kind.rawValue
    name = measurement.workload.name
    threads = measurement.load.threads
    batch = measurement.load.batch
    bestMicroseconds = measurement.timing.best
    medianMicroseconds = measurement.timing.median
    spread = measurement.timing.spread
    runs = measurement.timing.count
    multiplications = measurement.workload.multiplications
    gigaflops = measurement.gigaflops
    checksum = measurement.checksum.description
    level = EngineDescription.current.level
  }

  /// The line, without its end.
  var text: String { JSONLine.text(self) }
}

/// Writes JSON on one line, keys in order.
enum JSONLine {
  static func text(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else { return "null" }
    return String(decoding: data, as: UTF8.self)
  }
}

import Foundation
import LivenessBenchmarking

/// Lays measurements out for reading.
enum MeasurementTable {
  static func text(
    _ measurements: [BenchmarkPlan.Measurement], engine: EngineDescription
  ) -> String {
    let header = [
      "", "threads", "batch", "best µs", "median µs", "spread", "10⁶ mul.", "GFLOP/s", "checksum",
    ]
    let rows = [header] + measurements.map(row)
    let widths = header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      row.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - row[column].count)
        return column == 0 ? row[column] + space : space + row[column]
      }.joined(separator: "  ")
    }
    return ([engine.text, ""] + lines).joined(separator: "\n")
  }

  private static func row(_ measurement: BenchmarkPlan.Measurement) -> [String] {
    let timing = measurement.timing
    return [
      "\(measurement.workload.kind.rawValue) \(measurement.workload.name)",
      "\(measurement.load.threads)", "\(measurement.load.batch)",
      number(timing.best), number(timing.median),
      String(format: "%.0f %%", 100 * timing.spread),
      measurement.workload.multiplications.map { String(format: "%.2f", 1e-6 * Double($0)) } ?? "",
      measurement.gigaflops.map { String(format: "%.1f", $0) } ?? "",
      measurement.checksum.description,
    ]
  }

  private static func number(_ microseconds: Double) -> String {
    String(format: microseconds < 100 ? "%.2f" : "%.0f", microseconds)
  }
}

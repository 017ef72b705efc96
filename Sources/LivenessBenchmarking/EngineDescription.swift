import LivenessTensors

/// What runs the workloads.
public struct EngineDescription: Sendable, Hashable, Codable {
  /// The processor level of the build, such as `x86-64-v3`.
  public let level: String
  /// Floats in a vector.
  public let lanes: Int
  /// The BLAS, and the processor that its kernels are for.
  public let blas: String

  /// This process.
  public static let current = EngineDescription(
    level: ProcessorLevel.build.name, lanes: ProcessorLevel.build.lanes,
    blas: String(BLASLibrary.current.name.split(separator: " ").prefix(2).joined(separator: " "))
      + (BLASLibrary.current.kernels.map { ", kernels for \($0)" } ?? ""))

  /// One line for people.
  public var text: String { "\(level), \(lanes) floats in a vector; \(blas)" }
}

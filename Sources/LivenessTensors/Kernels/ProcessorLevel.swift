internal import CProcessorLevel

/// What the compiler was allowed to use of the processor when the library was built.
///
/// The level follows the `-march` of the root package's build, and the kernels' vectors with it.
package struct ProcessorLevel: Sendable, Hashable {
  /// The level's name, such as `x86-64-v3`.
  package let name: String
  /// Floats in a vector register.
  package let lanes: Int
  /// Whether a product and a sum are one instruction.
  package let fusesMultiplyAdd: Bool

  /// The level of this build.
  package static let build = ProcessorLevel(
    name: LIVENESS_PROCESSOR_LEVEL, lanes: Lanes.scalarCount,
    fusesMultiplyAdd: liveness_fuses_multiply_add())
}

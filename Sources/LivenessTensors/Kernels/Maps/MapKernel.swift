/// One step of a prepared network, from maps to a map, all in the memory that the plan gave it.
///
/// A kernel is made once, with its parameters laid out for it, and then runs any number of times and
/// on any threads; it allocates nothing while it runs. Its work comes in parts that depend on the
/// shapes alone, so that a result is the same to the bit however the parts are shared out.
package protocol MapKernel: Sendable {
  /// The parts that the work falls into; each writes its own pixels of the output.
  var partCount: Int { get }
  /// Floats of scratch memory that each thread needs.
  var scratchCount: Int { get }
  /// The same work as kernels that run one after another, for threads that share it: they pass on
  /// what they compute in the scratch memory, which is then one for all threads. Empty where the
  /// parts are all.
  var phases: [any MapKernel] { get }

  /// Computes some of the parts.
  ///
  /// - Parameters:
  ///   - parts: Which parts.
  ///   - input: The start of the input map, zeros around it included.
  ///   - other: The start of the second input where the kernel has one: a map that is added, or the
  ///     factors of the channels.
  ///   - output: The start of the output map, zeros around it included; no input overlaps it.
  ///   - scratch: As many floats as ``scratchCount`` says, 64-byte aligned, of this thread alone.
  @unsafe func run(
    parts: Range<Int>, input: UnsafePointer<Float>, other: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>)
}

extension MapKernel {
  /// No scratch memory.
  package var scratchCount: Int { 0 }
  /// Parts alone.
  package var phases: [any MapKernel] { [] }
}

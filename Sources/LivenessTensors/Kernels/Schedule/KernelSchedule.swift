/// The kernels of a network in the order in which they run, and where in memory each one reads and
/// writes.
package struct KernelSchedule: Sendable {
  /// A piece of work that threads can share.
  package enum Stage: Sendable {
    /// One step, whose parts can run at the same time.
    case step(KernelStep)
    /// Sequences of steps that do not depend on one another, each for one thread.
    case strands([[KernelStep]])
  }

  /// The work in order.
  package let stages: [Stage]
  /// Floats of memory for what the steps pass on.
  package let mapCount: Int
  /// Floats of one image in each input, `[C, H, W]`.
  package let inputCounts: [Int]
  /// Floats of one image in each output, `[C, H, W]`.
  package let outputCounts: [Int]

  /// Notes a schedule.
  package init(stages: [Stage], mapCount: Int, inputCounts: [Int], outputCounts: [Int]) {
    self.stages = stages
    self.mapCount = mapCount
    self.inputCounts = inputCounts
    self.outputCounts = outputCounts
  }

  /// Every step in order.
  package var steps: [KernelStep] {
    stages.flatMap { stage in
      switch stage {
      case .step(let step): [step]
      case .strands(let strands): strands.flatMap(\.self)
      }
    }
  }
}

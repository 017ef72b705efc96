/// One of the phases of a kernel.
@safe
struct KernelPhase: MapKernel {
  /// What computes some of the parts; its arguments are those of ``MapKernel/run``.
  typealias Body =
    @Sendable (
      _ parts: Range<Int>, _ input: UnsafePointer<Float>, _ other: UnsafePointer<Float>?,
      _ output: UnsafeMutablePointer<Float>, _ scratch: UnsafeMutablePointer<Float>
    ) -> Void

  let partCount: Int
  let scratchCount: Int
  @unsafe private let body: Body

  init(partCount: Int, scratchCount: Int, body: @escaping Body) {
    self.partCount = partCount
    self.scratchCount = scratchCount
    unsafe self.body = body
  }

  @unsafe func run(
    parts: Range<Int>, input: UnsafePointer<Float>, other: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    unsafe body(parts, input, other, output, scratch)
  }
}

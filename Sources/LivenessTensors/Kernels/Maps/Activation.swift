/// What a kernel does to a sum before it writes it.
package enum Activation: Sendable, Hashable {
  /// The sum as it is.
  case none
  /// `max(0, x)`.
  case relu
  /// `x` where it is positive, else `slope · x` with the slope of its channel.
  case prelu(slopes: [Float])
}

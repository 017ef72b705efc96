/// Pooling, one row of windows at a time.
package enum PoolingKernel {
  /// The largest scalar below each window; padding never wins, and not-a-number always does.
  ///
  /// **Shape** `[N, C, H, W]` to `[N, C, vertical.outputCount, horizontal.outputCount]`.
  package static func maximum(
    _ x: Tensor, vertical: WindowPlacement, horizontal: WindowPlacement
  ) -> Tensor {
    pool(x, vertical: vertical, horizontal: horizontal, from: -.infinity) { best, value in
      best >= value || best.isNaN ? best : value
    }
  }

  /// The sum of the scalars below each window divided by that window's count.
  ///
  /// **Shape** `[N, C, H, W]` to `[N, C, vertical.outputCount, horizontal.outputCount]`; `counts`:
  /// one for each window of a map.
  package static func mean(
    _ x: Tensor, counts: [Float], vertical: WindowPlacement, horizontal: WindowPlacement
  ) -> Tensor {
    let sums = pool(x, vertical: vertical, horizontal: horizontal, from: 0) { $0 + $1 }
    let means = sums.scalars.enumerated().map { $1 / counts[$0 % counts.count] }
    return Tensor(shape: sums.shape, scalars: means)
  }

  @inline(__always)
  private static func pool(
    _ x: Tensor, vertical: WindowPlacement, horizontal: WindowPlacement, from start: Float,
    _ combine: (_ result: Float, _ value: Float) -> Float
  ) -> Tensor {
    let shape: Shape = [x.shape[0], x.shape[1], vertical.outputCount, horizontal.outputCount]
    let insides = (0..<horizontal.kernel).map { horizontal.windows(insideAtTap: $0) }
    return unsafe Tensor.computed(shape: shape, from: x) { x, y in
      unsafe y.initialize(repeating: start, count: shape.count)
      for row in 0..<shape[0] * shape[1] * shape[2] {
        let (plane, window) = row.quotientAndRemainder(dividingBy: shape[2])
        let target = unsafe y + row * shape[3]
        for i in 0..<vertical.kernel {
          let line = vertical.position(ofWindow: window, tap: i)
          guard line >= 0, line < vertical.inputCount else { continue }
          let source =
            unsafe x + (plane * vertical.inputCount + line) * horizontal.inputCount
          for (j, inside) in insides.enumerated() where !inside.isEmpty {
            let first = horizontal.position(ofWindow: inside.lowerBound, tap: j)
            unsafe merge(
              source + first, stride: horizontal.stride, into: target + inside.lowerBound,
              count: inside.count, combine)
          }
        }
      }
    }
  }

  @inline(__always)
  @unsafe private static func merge(
    _ x: UnsafePointer<Float>, stride: Int, into y: UnsafeMutablePointer<Float>, count: Int,
    _ combine: (_ result: Float, _ value: Float) -> Float
  ) {
    // The usual strides as constants, so that the compiler can vectorize their loops.
    switch stride {
    case 1: for index in 0..<count { unsafe y[index] = combine(y[index], x[index]) }
    case 2: for index in 0..<count { unsafe y[index] = combine(y[index], x[index * 2]) }
    default: for index in 0..<count { unsafe y[index] = combine(y[index], x[index * stride]) }
    }
  }
}

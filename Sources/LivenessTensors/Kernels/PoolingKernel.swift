/// Pooling, one row of windows at a time.
package enum PoolingKernel {
  /// The largest scalar below each window; padding never wins, and not-a-number always does.
  ///
  /// **Shape** `[N, C, H, W]` to `[N, C, vertical.outputCount, horizontal.outputCount]`.
  package static func maximum(
    _ x: Tensor, vertical: WindowPlacement, horizontal: WindowPlacement
  ) -> Tensor {
    pool(x, vertical: vertical, horizontal: horizontal, from: -.infinity) { best, value in
      value > best || value.isNaN ? value : best
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
    let (rows, columns) = (vertical.outputCount, horizontal.outputCount)
    let shape: Shape = [x.shape[0], x.shape[1], rows, columns]
    return unsafe Tensor.computed(shape: shape, from: x) { x, y in
      unsafe y.initialize(repeating: start, count: shape.count)
      for plane in 0..<shape[0] * shape[1] {
        let map = unsafe x + plane * vertical.inputCount * horizontal.inputCount
        for row in 0..<rows {
          let target = unsafe y + (plane * rows + row) * columns
          for i in 0..<vertical.kernel {
            let line = vertical.position(ofWindow: row, tap: i)
            guard line >= 0, line < vertical.inputCount else { continue }
            for j in 0..<horizontal.kernel {
              let inside = horizontal.windows(insideAtTap: j)
              let first = horizontal.position(ofWindow: 0, tap: j)
              let source = unsafe map + line * horizontal.inputCount
              for window in inside {
                unsafe target[window] = combine(
                  target[window], source[first + window * horizontal.stride])
              }
            }
          }
        }
      }
    }
  }
}

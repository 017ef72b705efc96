/// What is computed scalar by scalar.
package enum ElementwiseKernel {
  /// Computes `a + b` for two tensors of one shape.
  package static func sum(_ a: Tensor, _ b: Tensor) -> Tensor {
    let count = a.shape.count
    return unsafe Tensor.computed(shape: a.shape, from: a, b) { a, b, y in
      for index in 0..<count { unsafe (y + index).initialize(to: a[index] + b[index]) }
    }
  }

  /// Computes `max(x, 0)`; not-a-number stays.
  package static func rectified(_ x: Tensor) -> Tensor {
    let count = x.shape.count
    return unsafe Tensor.computed(shape: x.shape, from: x) { x, y in
      for index in 0..<count {
        let value = unsafe x[index]
        unsafe (y + index).initialize(to: value < 0 ? 0 : value)
      }
    }
  }

  /// Computes `scale · x + offset` with a scale and an offset for each plane.
  ///
  /// Planes are the runs of `x` that share their first two indices; plane `p` takes the numbers at
  /// `p` modulo their count.
  package static func affine(_ x: Tensor, scale: [Float], offset: [Float]) -> Tensor {
    unsafe mapPlanes(of: x) { plane, source, target, count in
      let (scale, offset) = (scale[plane % scale.count], offset[plane % offset.count])
      for index in 0..<count {
        unsafe (target + index).initialize(to: scale * source[index] + offset)
      }
    }
  }

  /// Computes `x` where it is not negative and `slope · x` elsewhere, with a slope for each plane.
  ///
  /// Planes are counted as in `affine`.
  package static func rectified(_ x: Tensor, slope: [Float]) -> Tensor {
    unsafe mapPlanes(of: x) { plane, source, target, count in
      let slope = slope[plane % slope.count]
      for index in 0..<count {
        let value = unsafe source[index]
        unsafe (target + index).initialize(to: value < 0 ? slope * value : value)
      }
    }
  }

  @inline(__always)
  @unsafe private static func mapPlanes(
    of x: Tensor,
    _ body: (
      _ plane: Int, _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>,
      _ count: Int
    ) -> Void
  ) -> Tensor {
    let shape = x.shape
    let planes = shape[0] * shape[1]
    return unsafe Tensor.computed(shape: shape, from: x) { x, y in
      let count = shape.count / planes
      for plane in 0..<planes { unsafe body(plane, x + plane * count, y + plane * count, count) }
    }
  }
}

extension Tensor {
  /// Makes a tensor by a kernel that reads another and initializes every scalar of the result.
  ///
  /// The kernel does not run where there is nothing to read or nothing to write: the result is then
  /// all zeros, or empty.
  @unsafe package static func computed(
    shape: Shape, from x: Tensor,
    by kernel: (_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>) -> Void
  ) -> Tensor {
    guard x.shape.count > 0, shape.count > 0 else { return Tensor(shape: shape) }
    let scalars = unsafe x.scalars.withUnsafeBufferPointer { source in
      unsafe [Float](unsafeUninitializedCapacity: shape.count) { target, count in
        guard let source = source.baseAddress, let target = target.baseAddress else { return }
        unsafe kernel(source, target)
        count = shape.count
      }
    }
    return Tensor(shape: shape, scalars: scalars)
  }

  /// Makes a tensor by a kernel that reads two others, under the same rule.
  @unsafe package static func computed(
    shape: Shape, from a: Tensor, _ b: Tensor,
    by kernel: (
      _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>
    ) -> Void
  ) -> Tensor {
    guard b.shape.count > 0 else { return Tensor(shape: shape) }
    return unsafe computed(shape: shape, from: a) { a, y in
      unsafe b.scalars.withUnsafeBufferPointer { b in
        if let b = b.baseAddress { unsafe kernel(a, b, y) }
      }
    }
  }
}

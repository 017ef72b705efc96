/// Fully connected layers as matrix products.
package enum LinearKernel {
  /// Computes `y = x · weightᵀ + bias`.
  ///
  /// **Shape** `x`: `[N, inputs]`; `weight`: `[outputs, inputs]`; `bias`: `[outputs]`; result:
  /// `[N, outputs]`. The layer has checked them.
  package static func apply(_ x: Tensor, weight: Tensor, bias: Tensor?) -> Tensor {
    let (batch, inputs, outputs) = (x.shape[0], x.shape[1], weight.shape[0])
    return unsafe Tensor.computed(shape: [batch, outputs], from: x, weight) { x, weight, y in
      for index in 0..<batch * outputs {
        unsafe (y + index).initialize(to: bias.map { $0.scalars[index % outputs] } ?? 0)
      }
      if batch == 1 {
        unsafe MatrixProduct.sgemv(
          rows: outputs, columns: inputs, a: weight, x: x, beta: 1, y: y)
      } else {
        unsafe MatrixProduct.sgemm(
          rows: batch, columns: outputs, inner: inputs, a: x, leadingA: inputs,
          b: weight, leadingB: inputs, transposeB: true, beta: 1, c: y, leadingC: outputs)
      }
    }
  }
}

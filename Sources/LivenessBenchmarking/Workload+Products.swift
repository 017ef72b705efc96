import LivenessLayers
import LivenessTensors

extension Workload {
  /// Matrix products with the shapes that the networks' convolutions and fully connected layers have.
  static var products: [Workload] {
    [
      (rows: 1600, columns: 103, inner: 64), (rows: 400, columns: 64, inner: 103),
      (rows: 100, columns: 231, inner: 128), (rows: 784, columns: 64, inner: 64),
      (rows: 196, columns: 128, inner: 128), (rows: 196, columns: 128, inner: 1152),
      (rows: 49, columns: 128, inner: 1152), (rows: 1, columns: 128, inner: 6272),
    ].map { shape in
      let name = "sgemm-\(shape.rows)x\(shape.columns)x\(shape.inner)"
      return Workload(
        .kernel, name, multiplications: shape.rows * shape.columns * shape.inner
      ) { _ in
        var tensors = SeededTensors(seed: 3)
        let a = tensors.tensor([shape.rows, shape.inner])
        let b = tensors.tensor([shape.columns, shape.inner])
        let layer = Linear(weight: b)
        return { [layer(a)] }
      }
    }
  }
}

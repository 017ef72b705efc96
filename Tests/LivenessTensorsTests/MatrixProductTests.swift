import LivenessTensors
import TestSupport
import Testing

struct MatrixProductTests {
  @Test func `a product of two small matrices`() {
    let a = Tensor(shape: [2, 2], scalars: [1, 2, 3, 4])
    let b = Tensor(shape: [2, 1], scalars: [5, 6])
    #expect(product(a, b) == Tensor(shape: [2, 1], scalars: [17, 39]))
  }

  @Test func `every way to give the factors agrees with the definition`() {
    var generator = SeededGenerator(seed: 0x5E33)
    for _ in 0..<60 {
      func pick() -> Int { Int.random(in: 1...12, using: &generator) }
      let (rows, columns, inner) = (pick(), pick(), pick())
      let a = generator.tensor([rows, inner])
      let b = generator.tensor([inner, columns])
      let expected = definition(a, b)
      for (transposeA, transposeB) in [(false, false), (true, false), (false, true), (true, true)] {
        let actual = product(
          transposeA ? transposed(a) : a, transposeA: transposeA,
          transposeB ? transposed(b) : b, transposeB: transposeB)
        if let mismatch = Closeness.mismatch(actual, expected) {
          Issue.record(
            "\(mismatch) in \(rows)×\(inner)×\(columns), transposed \(transposeA), \(transposeB)")
        }
      }
      if let mismatch = Closeness.mismatch(
        LinearKernel.apply(transposed(b), weight: a, bias: nil), transposed(expected))
      {
        Issue.record("\(mismatch) in a matrix times vectors, \(rows)×\(inner), \(columns) vectors")
      }
    }
  }

  @Test func `an extent that BLAS cannot count traps`() async {
    let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let a: [Float] = [0]
      var c: [Float] = [0]
      unsafe MatrixProduct.sgemm(
        rows: 1, columns: 1, inner: 1 << 31, a: a, leadingA: 1 << 31, b: a, leadingB: 1, c: &c,
        leadingC: 1)
    }
    expect(exit, says: "a matrix product takes extents from 1 to 2147483647, found 2147483648")
  }

  private func product(
    _ a: Tensor, transposeA: Bool = false, _ b: Tensor, transposeB: Bool = false
  ) -> Tensor {
    let rows = a.shape[transposeA ? 1 : 0]
    let columns = b.shape[transposeB ? 0 : 1]
    return unsafe Tensor.computed(shape: [rows, columns], from: a, b) { first, second, y in
      unsafe MatrixProduct.sgemm(
        rows: rows, columns: columns, inner: a.shape[transposeA ? 0 : 1],
        a: first, leadingA: a.shape[1], transposeA: transposeA,
        b: second, leadingB: b.shape[1], transposeB: transposeB, c: y, leadingC: columns)
    }
  }

  private func definition(_ a: Tensor, _ b: Tensor) -> Tensor {
    var c = Tensor(shape: [a.shape[0], b.shape[1]])
    for row in 0..<a.shape[0] {
      for column in 0..<b.shape[1] {
        c[row, column] = Float(
          (0..<a.shape[1]).reduce(0.0) { $0 + Double(a[row, $1]) * Double(b[$1, column]) })
      }
    }
    return c
  }

  private func transposed(_ a: Tensor) -> Tensor {
    var b = Tensor(shape: [a.shape[1], a.shape[0]])
    for row in 0..<a.shape[0] {
      for column in 0..<a.shape[1] { b[column, row] = a[row, column] }
    }
    return b
  }
}

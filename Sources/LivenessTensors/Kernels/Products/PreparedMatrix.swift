/// The right factor of products, laid out for the backend that computes them.
struct PreparedMatrix: Sendable {
  private enum Layout {
    case packed(PackedMatrix)
    case plain(AlignedFloats)
  }

  /// Rows: the scalars that each sum is made of.
  let rows: Int
  /// Columns, without the filling.
  let columns: Int

  private let layout: Layout

  /// Lays out the matrix whose scalars the closure gives.
  init(
    rows: Int, columns: Int, backend: ProductBackend,
    scalar: (_ row: Int, _ column: Int) -> Float
  ) {
    self.rows = rows
    self.columns = columns
    switch backend {
    case .packed:
      layout = .packed(PackedMatrix(rows: rows, columns: columns, scalar: scalar))
    case .blas:
      let stride = columns.roundedUpToLanes
      layout = .plain(
        unsafe AlignedFloats(count: rows * stride) { floats in
          for row in 0..<rows {
            for column in 0..<columns { unsafe floats[row * stride + column] = scalar(row, column) }
          }
        })
    }
  }

  /// Lays out a matrix that lies row by row.
  @unsafe init(
    rows: Int, columns: Int, backend: ProductBackend, scalars: UnsafePointer<Float>, leading: Int
  ) {
    self.rows = rows
    self.columns = columns
    switch backend {
    case .packed:
      layout = .packed(
        unsafe PackedMatrix(rows: rows, columns: columns, scalars: scalars, leading: leading))
    case .blas:
      let stride = columns.roundedUpToLanes
      layout = .plain(
        unsafe AlignedFloats(count: rows * stride) { floats in
          guard let target = floats.baseAddress else { return }
          for row in 0..<rows {
            unsafe (target + row * stride).update(from: scalars + row * leading, count: columns)
          }
        })
    }
  }

  /// Computes `c = a · self`; the filling of the columns up to whole vectors is written as well.
  ///
  /// **Shape** `a`: `[count, rows]`; `c`: `[count, columns]`. Leading dimensions count scalars; that
  /// of `c` has room for whole vectors.
  @inline(__always)
  @unsafe func product(
    count: Int, a: UnsafePointer<Float>, leadingA: Int, c: UnsafeMutablePointer<Float>,
    leadingC: Int
  ) {
    switch layout {
    case .packed(let matrix):
      unsafe matrix.product(count: count, a: a, leadingA: leadingA, c: c, leadingC: leadingC)
    case .plain(let floats):
      let stride = columns.roundedUpToLanes
      // To add to zeros takes OpenBLAS less time than to write over what stands there.
      for row in 0..<count {
        for column in Swift.stride(from: 0, to: stride, by: Lanes.scalarCount) {
          unsafe (c + row * leadingC + column).lanes = .zero
        }
      }
      unsafe MatrixProduct.sgemm(
        rows: count, columns: stride, inner: rows, a: a, leadingA: leadingA,
        b: floats.pointer, leadingB: stride, beta: 1, c: c, leadingC: leadingC)
    }
  }
}

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
  private let isFilledUp: Bool

  /// Lays out the matrix whose scalars the closure gives; BLAS computes the filling of its columns
  /// as well where it may (`isFilledUp`).
  init(
    rows: Int, columns: Int, backend: ProductBackend, isFilledUp: Bool = true,
    scalar: (_ row: Int, _ column: Int) -> Float
  ) {
    self.rows = rows
    self.columns = columns
    self.isFilledUp = isFilledUp
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
    isFilledUp = true
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

  /// Whether products are added to what stands in their place, and not written over it: OpenBLAS
  /// takes less time for that.
  var addsUp: Bool {
    switch layout {
    case .packed: false
    case .plain: true
    }
  }

  /// Computes `c = a · self`, or `c += a · self` where ``addsUp``; the filling of the columns up to
  /// whole vectors is computed as well.
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
      unsafe MatrixProduct.sgemm(
        rows: count, columns: isFilledUp ? columns.roundedUpToLanes : columns, inner: rows, a: a,
        leadingA: leadingA, b: floats.pointer, leadingB: columns.roundedUpToLanes, beta: 1, c: c,
        leadingC: leadingC)
    }
  }
}

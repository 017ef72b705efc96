/// The right factor of products, laid out for the backend that computes them.
struct PreparedMatrix: Sendable {
  private enum Layout {
    case packed(PackedMatrix)
    case plain(AlignedFloats, offset: Int, leading: Int)
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
      let floats = unsafe AlignedFloats(count: rows * stride) { floats in
        for row in 0..<rows {
          for column in 0..<columns { unsafe floats[row * stride + column] = scalar(row, column) }
        }
      }
      layout = .plain(floats, offset: 0, leading: stride)
    }
  }

  /// As many columns as ``place(ofColumn:rows:columns:backend:)`` gives a place side by side.
  static let group = 8

  /// Takes a matrix that lies among other floats, laid out for the backend.
  init(rows: Int, columns: Int, backend: ProductBackend, in floats: AlignedFloats, at offset: Int) {
    self.rows = rows
    self.columns = columns
    isFilledUp = true
    switch backend {
    case .packed:
      layout = .packed(PackedMatrix(rows: rows, columns: columns, in: floats, at: offset))
    case .blas:
      layout = .plain(floats, offset: offset, leading: Self.leading(columns))
    }
  }

  /// Floats of a matrix that lies among others.
  static func count(rows: Int, columns: Int, backend: ProductBackend) -> Int {
    switch backend {
    case .packed: PackedMatrix.count(rows: rows, columns: columns)
    case .blas: rows * leading(columns)
    }
  }

  /// Where ``group`` columns of a matrix that lies among others begin, the first of which is a multiple
  /// of it, and floats from one row to the next.
  static func place(
    ofColumn column: Int, rows: Int, columns: Int, backend: ProductBackend
  ) -> (start: Int, step: Int) {
    switch backend {
    case .packed: (PackedMatrix.place(ofColumn: column, rows: rows), Panel.scalarCount)
    case .blas: (column, leading(columns))
    }
  }

  /// Columns in whole vectors and whole groups.
  private static func leading(_ columns: Int) -> Int {
    max((columns + group - 1) / group * group, columns.roundedUpToLanes)
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
    case .plain(let floats, let offset, let leading):
      unsafe MatrixProduct.sgemm(
        rows: count, columns: isFilledUp ? columns.roundedUpToLanes : columns, inner: rows, a: a,
        leadingA: leadingA, b: floats.pointer + offset, leadingB: leading, beta: 1, c: c,
        leadingC: leadingC)
    }
  }
}

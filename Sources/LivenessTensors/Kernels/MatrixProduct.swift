internal import CBLAS

/// Matrix products on BLAS; the only importer of CBLAS.
package enum MatrixProduct {
  /// Computes `c = a · b + beta · c`, row-major, single precision (BLAS `sgemm`).
  ///
  /// With `beta` 0, `c` need not be initialized.
  ///
  /// **Shape** `a`: `[rows, inner]` or, transposed, `[inner, rows]`; `b`: `[inner, columns]` or,
  /// transposed, `[columns, inner]`; `c`: `[rows, columns]`. Leading dimensions count scalars.
  @unsafe package static func sgemm(
    rows: Int, columns: Int, inner: Int,
    a: UnsafePointer<Float>, leadingA: Int, transposeA: Bool = false,
    b: UnsafePointer<Float>, leadingB: Int, transposeB: Bool = false,
    beta: Float = 0,
    c: UnsafeMutablePointer<Float>, leadingC: Int
  ) {
    guard rows > 0, columns > 0 else { return }
    BLASLibrary.ensureOneThread()
    unsafe cblas_sgemm(
      CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans,
      extent(rows), extent(columns), extent(inner), 1,
      a, extent(leadingA), b, extent(leadingB), beta, c, extent(leadingC))
  }

  /// Computes `y = a · x + beta · y`, row-major, single precision (BLAS `sgemv`).
  ///
  /// With `beta` 0, `y` need not be initialized.
  ///
  /// **Shape** `a`: `[rows, columns]`; `x`: `[columns]`; `y`: `[rows]`.
  @unsafe package static func sgemv(
    rows: Int, columns: Int,
    a: UnsafePointer<Float>, x: UnsafePointer<Float>,
    beta: Float = 0, y: UnsafeMutablePointer<Float>
  ) {
    guard rows > 0 else { return }
    BLASLibrary.ensureOneThread()
    unsafe cblas_sgemv(
      CblasRowMajor, CblasNoTrans, extent(rows), extent(columns), 1,
      a, extent(columns), x, 1, beta, y, 1)
  }

  private static func extent(_ count: Int) -> Int32 {
    guard let extent = Int32(exactly: count), count > 0 else {
      preconditionFailure(
        "a matrix product takes extents from 1 to \(Int32.max), found \(count)")
    }
    return extent
  }
}

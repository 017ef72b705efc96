internal import CBLAS

/// Matrix products on BLAS; the only importer of CBLAS.
package enum MatrixProduct {
  /// Computes `c = a · b + beta · c`, row-major, single precision (BLAS `sgemm`).
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
    unsafe cblas_sgemm(
      CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans,
      Int32(rows), Int32(columns), Int32(inner), 1,
      a, Int32(leadingA), b, Int32(leadingB), beta, c, Int32(leadingC))
  }
}

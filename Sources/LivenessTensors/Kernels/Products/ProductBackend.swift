internal import CProcessorLevel

/// Who multiplies the matrices of a prepared network.
package enum ProductBackend: Sendable, Hashable, CaseIterable {
  /// ``PackedMatrix``, in Swift.
  case packed
  /// The system's BLAS.
  case blas

  /// The faster one for large products in this build and on this system.
  ///
  /// OpenBLAS chooses its kernels for the processor when it starts, Swift for the build: only in a
  /// build without fused multiply-add is OpenBLAS ahead. The reference BLAS never is.
  package static let preferred: ProductBackend =
    !liveness_fuses_multiply_add() && BLASLibrary.current.isOpenBLAS ? .blas : .packed
}

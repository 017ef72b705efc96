#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The BLAS that the system's linker put behind the matrix products.
///
/// Debian's alternatives choose the library when the program starts; the reference one is many
/// times slower than OpenBLAS.
public struct BLASLibrary: Sendable, Hashable {
  /// What the library calls itself, such as `OpenBLAS 0.3.21 …`; `BLAS` where it does not say.
  public let name: String

  /// Whether it is OpenBLAS.
  public let isOpenBLAS: Bool

  /// The library of this process.
  ///
  /// OpenBLAS is kept to one thread from the first use on: its own threads gain nothing on the
  /// sizes here and would fight with a caller's.
  public static let current = find()

  /// Does what ``current`` does at first use; every matrix product goes through here.
  static func ensureOneThread() { _ = current }

  private static func find() -> BLASLibrary {
    if let setThreads = unsafe dlsym(nil, "openblas_set_num_threads") {
      typealias SetThreads = @convention(c) (Int32) -> Void
      unsafe unsafeBitCast(setThreads, to: SetThreads.self)(1)
    }
    guard let getConfiguration = unsafe dlsym(nil, "openblas_get_config") else {
      return BLASLibrary(name: "BLAS", isOpenBLAS: false)
    }
    typealias GetConfiguration = @convention(c) () -> UnsafePointer<CChar>?
    let configuration = unsafe unsafeBitCast(getConfiguration, to: GetConfiguration.self)()
    let name = unsafe configuration.map { unsafe String(cString: $0) } ?? "OpenBLAS"
    return BLASLibrary(name: name, isOpenBLAS: true)
  }
}

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

  /// Whether it is none of the fast libraries that tell their name, and so in all likelihood the
  /// slow reference one.
  public let isReference: Bool

  /// The processor that it chose its kernels for, in its own words, such as `Zen`; `nil` where it
  /// does not say.
  public let kernels: String?

  /// The library of this process.
  ///
  /// OpenBLAS is kept to one thread from the first use on: its own threads gain nothing on the
  /// sizes here and would fight with a caller's.
  public static let current = find()

  /// Does what ``current`` does at first use; every matrix product goes through here.
  static func ensureOneThread() { _ = current }

  /// Ends the threads that OpenBLAS has started, for a program that nobody else's code runs in.
  ///
  /// OpenBLAS starts them when it is loaded, and they look for work for some tens of milliseconds
  /// before they sleep, on processors that a short program needs itself. They come back where
  /// somebody asks OpenBLAS for more than one.
  package static func endThreads() {
    // Before the threads have ended, since setting their number would start them again.
    ensureOneThread()
    guard let end = unsafe dlsym(nil, "blas_thread_shutdown_") else { return }
    typealias End = @convention(c) () -> Int32
    _ = unsafe unsafeBitCast(end, to: End.self)()
  }

  private static func find() -> BLASLibrary {
    if let setThreads = unsafe dlsym(nil, "openblas_set_num_threads") {
      typealias SetThreads = @convention(c) (Int32) -> Void
      unsafe unsafeBitCast(setThreads, to: SetThreads.self)(1)
    }
    let openBLAS = text(from: "openblas_get_config")
    let name = openBLAS ?? text(from: "bli_info_get_version_str").map { "BLIS " + $0 }
    let isMKL = unsafe dlsym(nil, "mkl_serv_get_version") != nil
    return BLASLibrary(
      name: name ?? (isMKL ? "MKL" : "BLAS"), isOpenBLAS: openBLAS != nil,
      isReference: name == nil && !isMKL, kernels: text(from: "openblas_get_corename"))
  }

  /// What a function without arguments says, where the library has it.
  private static func text(from function: String) -> String? {
    typealias Function = @convention(c) () -> UnsafePointer<CChar>?
    guard let symbol = unsafe dlsym(nil, function) else { return nil }
    return unsafe unsafeBitCast(symbol, to: Function.self)().map { unsafe String(cString: $0) }
  }
}

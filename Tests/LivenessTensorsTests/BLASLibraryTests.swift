import Testing

@testable import LivenessTensors

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

struct BLASLibraryTests {
  @Test func `the library has a name`() {
    #expect(!BLASLibrary.current.name.isEmpty)
    #expect(BLASLibrary.current.isOpenBLAS == BLASLibrary.current.name.hasPrefix("OpenBLAS"))
    #expect(!(BLASLibrary.current.isOpenBLAS && BLASLibrary.current.isReference))
  }

  @Test(.enabled(if: BLASLibrary.current.isOpenBLAS)) func `OpenBLAS names its kernels`() throws {
    #expect(try #require(BLASLibrary.current.kernels).isEmpty == false)
  }

  @Test func `the build knows its vectors`() {
    let level = ProcessorLevel.build
    #expect([4, 8, 16].contains(level.lanes))
    #expect(!level.name.isEmpty)
    if level.name == "x86-64-v3" { #expect(level.fusesMultiplyAdd) }
  }

  @Test(.enabled(if: BLASLibrary.current.isOpenBLAS)) func `OpenBLAS is kept to one thread`() throws
  {
    typealias GetThreads = @convention(c) () -> Int32
    let symbol = unsafe try #require(dlsym(nil, "openblas_get_num_threads"))
    #expect(unsafe unsafeBitCast(symbol, to: GetThreads.self)() == 1)
  }

  @Test func `products are right after the threads of OpenBLAS have ended, once and again`() {
    for _ in 0..<2 {
      BLASLibrary.endThreads()
      let (a, b): ([Float], [Float]) = ([1, 2, 3, 4], [5, 6, 7, 8])
      var c = [Float](repeating: 0, count: 4)
      unsafe MatrixProduct.sgemm(
        rows: 2, columns: 2, inner: 2, a: a, leadingA: 2, b: b, leadingB: 2, c: &c, leadingC: 2)
      #expect(c == [19, 22, 43, 50])
    }
  }
}

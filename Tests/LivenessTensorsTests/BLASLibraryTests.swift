import LivenessTensors
import Testing

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
}

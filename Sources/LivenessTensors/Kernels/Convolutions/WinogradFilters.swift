/// The filters of a convolution in the 36 planes of Winograd's F(4×4, 3×3), or in the 16 planes of
/// F(2×2, 3×3).
enum WinogradFilters {
  /// Rows and columns of the pixels that a tile gives.
  enum TileSize: Int {
    case two = 2
    case four = 4

    /// The number of planes.
    var planes: Int { (rawValue + 2) * (rawValue + 2) }
  }

  /// As many filters as are transformed at a time, in double precision.
  private typealias Filters = SIMD8<Double>

  /// Transforms filters, `[outputs, inputs, 3, 3]`, to a matrix `[inputs, outputs]` for each plane.
  static func planes(
    of weight: [Float], inputs: Int, outputs: Int, tileSize: TileSize, backend: ProductBackend
  ) -> [PreparedMatrix] {
    let width = Filters.scalarCount
    precondition(width == PreparedMatrix.group, "columns are placed in groups of \(width)")
    let planeCount = PreparedMatrix.count(rows: inputs, columns: outputs, backend: backend)
    let floats = unsafe AlignedFloats(count: tileSize.planes * planeCount) { target in
      unsafe weight.withUnsafeBufferPointer { weight in
        guard let weight = weight.baseAddress, let target = target.baseAddress else { return }
        for first in stride(from: 0, to: outputs, by: width) {
          let place = PreparedMatrix.place(
            ofColumn: first, rows: inputs, columns: outputs, backend: backend)
          for input in 0..<inputs {
            let taps = unsafe Self.taps(
              from: weight + 9 * (first * inputs + input), step: 9 * inputs,
              count: min(width, outputs - first))
            let target = unsafe target + place.start + input * place.step
            switch tileSize {
            case .four: unsafe Self.transform(taps, into: target, planeCount: planeCount)
            case .two: unsafe Self.transformSmall(taps, into: target, planeCount: planeCount)
            }
          }
        }
      }
    }
    return (0..<tileSize.planes).map {
      PreparedMatrix(
        rows: inputs, columns: outputs, backend: backend, in: floats, at: $0 * planeCount)
    }
  }

  /// The taps of some filters, side by side.
  @inline(__always)
  @unsafe private static func taps(
    from filters: UnsafePointer<Float>, step: Int, count: Int
  ) -> InlineArray<9, Filters> {
    unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: 72) { scalars in
      unsafe scalars.initialize(repeating: 0)
      for lane in 0..<count {
        let filter = unsafe filters + lane * step
        for tap in 0..<9 { unsafe scalars[8 * tap + lane] = filter[tap] }
      }
      return InlineArray { tap in
        Filters(
          unsafe UnsafeRawBufferPointer(scalars).loadUnaligned(
            fromByteOffset: 32 * tap, as: SIMD8<Float>.self))
      }
    }
  }

  @inline(__always)
  @unsafe private static func transform(
    _ taps: InlineArray<9, Filters>, into target: UnsafeMutablePointer<Float>, planeCount: Int
  ) {
    let columns = (
      WinogradTransforms.filter(taps[0], taps[3], taps[6]),
      WinogradTransforms.filter(taps[1], taps[4], taps[7]),
      WinogradTransforms.filter(taps[2], taps[5], taps[8])
    )
    func store(_ row: Int, _ a: Filters, _ b: Filters, _ c: Filters) {
      let line = WinogradTransforms.filter(a, b, c)
      let target = unsafe target + 6 * row * planeCount
      unsafe (target).store(line.0)
      unsafe (target + planeCount).store(line.1)
      unsafe (target + 2 * planeCount).store(line.2)
      unsafe (target + 3 * planeCount).store(line.3)
      unsafe (target + 4 * planeCount).store(line.4)
      unsafe (target + 5 * planeCount).store(line.5)
    }
    store(0, columns.0.0, columns.1.0, columns.2.0)
    store(1, columns.0.1, columns.1.1, columns.2.1)
    store(2, columns.0.2, columns.1.2, columns.2.2)
    store(3, columns.0.3, columns.1.3, columns.2.3)
    store(4, columns.0.4, columns.1.4, columns.2.4)
    store(5, columns.0.5, columns.1.5, columns.2.5)
  }

  @inline(__always)
  @unsafe private static func transformSmall(
    _ taps: InlineArray<9, Filters>, into target: UnsafeMutablePointer<Float>, planeCount: Int
  ) {
    let columns = (
      WinogradTransforms.smallFilter(taps[0], taps[3], taps[6]),
      WinogradTransforms.smallFilter(taps[1], taps[4], taps[7]),
      WinogradTransforms.smallFilter(taps[2], taps[5], taps[8])
    )
    func store(_ row: Int, _ a: Filters, _ b: Filters, _ c: Filters) {
      let line = WinogradTransforms.smallFilter(a, b, c)
      let target = unsafe target + 4 * row * planeCount
      unsafe target.store(line.0)
      unsafe (target + planeCount).store(line.1)
      unsafe (target + 2 * planeCount).store(line.2)
      unsafe (target + 3 * planeCount).store(line.3)
    }
    store(0, columns.0.0, columns.1.0, columns.2.0)
    store(1, columns.0.1, columns.1.1, columns.2.1)
    store(2, columns.0.2, columns.1.2, columns.2.2)
    store(3, columns.0.3, columns.1.3, columns.2.3)
  }
}

extension UnsafeMutablePointer<Float> {
  /// Rounds doubles to floats.
  @inline(__always)
  @unsafe fileprivate func store(_ vector: SIMD8<Double>) {
    unsafe UnsafeMutableRawPointer(self).storeBytes(of: SIMD8<Float>(vector), as: SIMD8<Float>.self)
  }
}

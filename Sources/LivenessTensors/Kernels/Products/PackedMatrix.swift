/// The right factor of a product, laid out once for any number of products.
///
/// Its columns stand in panels of two vectors, each panel row by row, the last one filled up with
/// zeros.
struct PackedMatrix: Sendable {
  /// Rows: the scalars that each sum is made of.
  let rows: Int
  /// Columns, without the filling.
  let columns: Int

  private let floats: AlignedFloats
  /// Where the first panel begins.
  private let offset: Int

  /// Packs the matrix whose scalars the closure gives.
  @inline(__always)
  init(rows: Int, columns: Int, scalar: (_ row: Int, _ column: Int) -> Float) {
    self.rows = rows
    self.columns = columns
    offset = 0
    floats = unsafe AlignedFloats(count: Self.count(rows: rows, columns: columns)) { floats in
      for column in 0..<columns {
        let first = Self.place(ofColumn: column, rows: rows)
        for row in 0..<rows { unsafe floats[first + row * Panel.scalarCount] = scalar(row, column) }
      }
    }
  }

  /// Takes a matrix that lies packed among other floats.
  init(rows: Int, columns: Int, in floats: AlignedFloats, at offset: Int) {
    self.rows = rows
    self.columns = columns
    self.floats = floats
    self.offset = offset
  }

  /// Floats of a packed matrix.
  static func count(rows: Int, columns: Int) -> Int {
    (columns + Panel.scalarCount - 1) / Panel.scalarCount * rows * Panel.scalarCount
  }

  /// Where a column begins; from one row to the next it is `Panel.scalarCount`.
  @inline(__always)
  static func place(ofColumn column: Int, rows: Int) -> Int {
    let (panel, lane) = column.quotientAndRemainder(dividingBy: Panel.scalarCount)
    return panel * rows * Panel.scalarCount + lane
  }

  /// The number of panels.
  var panelCount: Int { (columns + Panel.scalarCount - 1) / Panel.scalarCount }

  /// The first scalar of a panel.
  @inline(__always)
  @unsafe func panel(_ index: Int) -> UnsafePointer<Float> {
    unsafe floats.pointer + offset + index * rows * Panel.scalarCount
  }

  /// Computes `c = a · self`; the filling of the columns up to whole vectors is written as well.
  ///
  /// **Shape** `a`: `[count, rows]`; `c`: `[count, columns]`. Leading dimensions count scalars, that
  /// of `c` whole vectors.
  @unsafe func product(
    count: Int, a: UnsafePointer<Float>, leadingA: Int, c: UnsafeMutablePointer<Float>,
    leadingC: Int
  ) {
    let shape = PanelProduct.RowShape(segments: 1, length: rows, step: 0)
    for index in 0..<panelCount {
      let panel = unsafe panel(index)
      let column = index * Panel.scalarCount
      let isWhole = column + Panel.scalarCount <= columns.roundedUpToLanes
      var row = 0
      while row < count {
        let a = unsafe a + row * leadingA
        let c = unsafe c + row * leadingC + column
        let last = count - 1 - row
        if last > 3 {
          let at = (1, 2, 3, 4, min(5, last))
          let sums = unsafe PanelProduct.sixRows(
            (
              a, a + at.0 * leadingA, a + at.1 * leadingA, a + at.2 * leadingA,
              a + at.3 * leadingA, a + at.4 * leadingA
            ), shape: shape, panel: panel, start: .zero)
          unsafe c.store(sums.0, isWhole: isWhole)
          unsafe (c + leadingC).store(sums.1, isWhole: isWhole)
          unsafe (c + 2 * leadingC).store(sums.2, isWhole: isWhole)
          unsafe (c + 3 * leadingC).store(sums.3, isWhole: isWhole)
          unsafe (c + 4 * leadingC).store(sums.4, isWhole: isWhole)
          unsafe (c + at.4 * leadingC).store(sums.5, isWhole: isWhole)
          row += 6
        } else {
          let at = (min(1, last), min(2, last), last)
          let sums = unsafe PanelProduct.fourRows(
            (a, a + at.0 * leadingA, a + at.1 * leadingA, a + at.2 * leadingA),
            shape: shape, panel: panel, start: .zero)
          unsafe c.store(sums.0, isWhole: isWhole)
          unsafe (c + at.0 * leadingC).store(sums.1, isWhole: isWhole)
          unsafe (c + at.1 * leadingC).store(sums.2, isWhole: isWhole)
          unsafe (c + at.2 * leadingC).store(sums.3, isWhole: isWhole)
          row += 4
        }
      }
    }
  }
}

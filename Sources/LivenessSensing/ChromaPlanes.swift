/// A colour image as JPEG files store it: a plane of luma and two of chroma.
///
/// Chroma may have half as many columns and rows. Red, green and blue are computed for the pixels that
/// are asked for. They are those that libjpeg gives, to the bit: chroma between its samples is linear (three parts of
/// the nearer one, one of the farther), and colours are those of JFIF 1.02, in 16 bits behind the
/// point.
package struct ChromaPlanes: Sendable {
  /// How many samples of chroma there are.
  package enum Sampling: Sendable, Hashable, CaseIterable {
    /// One for each pixel: 4:4:4.
    case full
    /// One for two columns: 4:2:2.
    case halfColumns
    /// One for two columns and two rows: 4:2:0.
    case halfColumnsAndRows
  }

  /// Pixels along a row.
  package let width: Int
  /// Rows.
  package let height: Int
  private let sampling: Sampling
  /// Luma, then the differences of blue and of red from it, each row-major.
  private let samples: [UInt8]
  private let chromaWidth: Int
  private let chromaHeight: Int

  /// The samples that an image of a size has.
  package static func count(width: Int, height: Int, sampling: Sampling) -> Int {
    let chroma = extents(width: width, height: height, sampling: sampling)
    return width * height + 2 * chroma.width * chroma.height
  }

  /// Takes the samples of the three planes, one behind the other.
  ///
  /// - Precondition: There are as many as ``count(width:height:sampling:)`` says.
  package init(width: Int, height: Int, sampling: Sampling, samples: [UInt8]) {
    let count = Self.count(width: width, height: height, sampling: sampling)
    precondition(
      samples.count == count, "the planes have \(count) samples, found \(samples.count)")
    (self.width, self.height, self.sampling, self.samples) = (width, height, sampling, samples)
    (chromaWidth, chromaHeight) = Self.extents(width: width, height: height, sampling: sampling)
  }

  private static func extents(
    width: Int, height: Int, sampling: Sampling
  ) -> (width: Int, height: Int) {
    switch sampling {
    case .full: (width, height)
    case .halfColumns: ((width + 1) / 2, height)
    case .halfColumnsAndRows: ((width + 1) / 2, (height + 1) / 2)
    }
  }

  /// Red, green and blue of the pixels in some columns of a row, in the order of the columns.
  ///
  /// - Precondition: The pixels lie within the image.
  func colors(row: Int, columns: some Collection<Int>) -> [UInt8] {
    let (blues, reds) = (width * height, width * height + chromaWidth * chromaHeight)
    let rows = chromaRows(of: row)
    let tables = ChromaTables.shared
    var colors = [UInt8](repeating: 0, count: 3 * columns.count)
    var index = 0
    for column in columns {
      let luma = Int32(samples[row * width + column])
      let place = chromaColumns(of: column)
      let (blue, red) = (chroma(from: blues, rows, place), chroma(from: reds, rows, place))
      colors[index] = UInt8(clamping: luma + tables.redOfRed[red])
      colors[index + 1] = UInt8(
        clamping: luma + (tables.greenOfBlue[blue] + tables.greenOfRed[red]) >> 16)
      colors[index + 2] = UInt8(clamping: luma + tables.blueOfBlue[blue])
      index += 3
    }
    return colors
  }

  /// Where the rows of chroma begin that a row of the image lies between, the nearer and the farther.
  private func chromaRows(of row: Int) -> (near: Int, far: Int) {
    guard sampling == .halfColumnsAndRows else { return (row * chromaWidth, row * chromaWidth) }
    let far = min(max(row % 2 == 1 ? row / 2 + 1 : row / 2 - 1, 0), chromaHeight - 1)
    return (row / 2 * chromaWidth, far * chromaWidth)
  }

  /// The columns of chroma that a column of the image lies between, and what rounds sixteen times the
  /// sample there: up and down in turns.
  private func chromaColumns(of column: Int) -> (near: Int, far: Int, rounding: Int32) {
    guard sampling != .full else { return (column, column, 0) }
    let isOdd = column % 2 == 1
    let far = min(max(isOdd ? column / 2 + 1 : column / 2 - 1, 0), chromaWidth - 1)
    let rounding: (even: Int32, odd: Int32) = sampling == .halfColumns ? (4, 8) : (8, 7)
    return (column / 2, far, isOdd ? rounding.odd : rounding.even)
  }

  /// The chroma of a pixel from the plane that begins at a sample: three parts of the nearer row and
  /// one of the farther, and so of the columns.
  private func chroma(
    from plane: Int, _ rows: (near: Int, far: Int), _ place: (near: Int, far: Int, rounding: Int32)
  ) -> Int {
    func sum(_ column: Int) -> Int32 {
      3 * Int32(samples[plane + rows.near + column]) + Int32(samples[plane + rows.far + column])
    }
    return Int((3 * sum(place.near) + sum(place.far) + place.rounding) >> 4)
  }
}

/// What a sample of chroma adds to luma.
private struct ChromaTables: Sendable {
  let redOfRed, blueOfBlue: [Int32]
  /// With 16 bits behind the point, together rounded by one half.
  let greenOfRed, greenOfBlue: [Int32]

  static let shared = ChromaTables()

  private init() {
    let differences = (0..<256).map { Int32($0) - 128 }
    func fixed(_ factor: Double) -> Int32 { Int32(factor * 65536 + 0.5) }
    redOfRed = differences.map { (fixed(1.402) * $0 + 32768) >> 16 }
    blueOfBlue = differences.map { (fixed(1.772) * $0 + 32768) >> 16 }
    greenOfRed = differences.map { -fixed(0.71414) * $0 }
    greenOfBlue = differences.map { -fixed(0.34414) * $0 + 32768 }
  }
}

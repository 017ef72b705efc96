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

  /// Red, green and blue of the pixels in some columns of a row.
  ///
  /// - Precondition: The pixels lie within the image.
  func colors(row: Int, columns: Range<Int>) -> [UInt8] {
    let planeCount = chromaWidth * chromaHeight
    let blue = chroma(from: width * height, row: row, columns: columns)
    let red = chroma(from: width * height + planeCount, row: row, columns: columns)
    let tables = ChromaTables.shared
    var colors = [UInt8](repeating: 0, count: 3 * columns.count)
    for index in 0..<columns.count {
      let luma = Int32(samples[row * width + columns.lowerBound + index])
      let (b, r) = (Int(blue[index]), Int(red[index]))
      colors[3 * index] = UInt8(clamping: luma + tables.redOfRed[r])
      colors[3 * index + 1] = UInt8(
        clamping: luma + (tables.greenOfBlue[b] + tables.greenOfRed[r]) >> 16)
      colors[3 * index + 2] = UInt8(clamping: luma + tables.blueOfBlue[b])
    }
    return colors
  }

  /// The chroma of some pixels of a row, from the plane that begins at a sample.
  private func chroma(from plane: Int, row: Int, columns: Range<Int>) -> [UInt8] {
    guard sampling != .full else {
      let start = plane + row * chromaWidth
      return Array(samples[start + columns.lowerBound..<start + columns.upperBound])
    }
    guard !columns.isEmpty else { return [] }
    // The samples under the columns, and one on either side where there is one.
    let first = max(columns.lowerBound / 2 - 1, 0)
    let last = min((columns.upperBound - 1) / 2 + 1, chromaWidth - 1)
    let sums = sums(from: plane, row: row, columns: first...last)
    let shift: Int32 = sampling == .halfColumns ? 2 : 4
    let roundings: (even: Int32, odd: Int32) = sampling == .halfColumns ? (1, 2) : (8, 7)
    var chroma = [UInt8](repeating: 0, count: columns.count)
    for (index, column) in columns.enumerated() {
      let near = column / 2 - first
      let isOdd = column % 2 == 1
      let far = isOdd ? min(near + 1, last - first) : max(near - 1, 0)
      let sum = 3 * sums[near] + sums[far] + (isOdd ? roundings.odd : roundings.even)
      chroma[index] = UInt8(truncatingIfNeeded: sum >> shift)
    }
    return chroma
  }

  /// Samples of chroma between the rows: as they are, or three parts of the nearer row and one of the
  /// farther, four times the sample.
  private func sums(from plane: Int, row: Int, columns: ClosedRange<Int>) -> [Int32] {
    guard sampling == .halfColumnsAndRows else {
      let start = plane + row * chromaWidth
      return columns.map { Int32(samples[start + $0]) }
    }
    let nearRow = row / 2
    let farRow = min(max(row % 2 == 1 ? nearRow + 1 : nearRow - 1, 0), chromaHeight - 1)
    let (near, far) = (plane + nearRow * chromaWidth, plane + farRow * chromaWidth)
    return columns.map { 3 * Int32(samples[near + $0]) + Int32(samples[far + $0]) }
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

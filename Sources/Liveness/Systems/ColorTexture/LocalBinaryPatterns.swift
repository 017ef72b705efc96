#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Which of eight neighbours on a circle are at least as bright as the pixel within.
///
/// Patterns with at most two changes around the circle have a bin each, 58 of them; all others share
/// the last one. A neighbour between pixels is interpolated. Ojala, Pietikäinen and Mäenpää,
/// "Multiresolution Gray-Scale and Rotation Invariant Texture Classification with Local Binary
/// Patterns", 2002; numbered as scikit-image's `nri_uniform`.
struct LocalBinaryPatterns: Sendable {
  /// The number of bins.
  static let bins = 59
  private static let neighbors = 8

  /// The radius of the circle in pixels.
  let radius: Int
  /// Where the neighbours lie: rows and columns, rounded to 1/100,000 pixel.
  private let offsets: [(row: Double, column: Double)]

  init(radius: Int) {
    precondition(radius > 0, "a circle needs a radius, found \(radius)")
    self.radius = radius
    offsets = (0..<Self.neighbors).map { index in
      let angle = 2 * Double.pi * Double(index) / Double(Self.neighbors)
      func rounded(_ value: Double) -> Double { (value * 1e5).rounded(.toNearestOrEven) / 1e5 }
      return (rounded(-Double(radius) * sin(angle)), rounded(Double(radius) * cos(angle)))
    }
  }

  /// How often each pattern occurs, as shares of all pixels whose circle lies within the plane.
  func histogram(of plane: BytePlane) -> [Float] {
    let codes = codes(of: plane)
    var counts = [Int](repeating: 0, count: Self.bins)
    for code in codes { counts[code] += 1 }
    return counts.map { codes.isEmpty ? 0 : Float(Double($0) / Double(codes.count)) }
  }

  /// The bins of all pixels whose circle lies within the plane, row by row.
  func codes(of plane: BytePlane) -> [Int] {
    guard plane.width > 2 * radius, plane.height > 2 * radius else { return [] }
    var codes: [Int] = []
    for row in radius..<plane.height - radius {
      for column in radius..<plane.width - radius {
        let center = Double(plane[column, row])
        var pattern = 0
        for (index, offset) in offsets.enumerated() {
          let value = Self.sample(
            of: plane, row: Double(row) + offset.row, column: Double(column) + offset.column)
          if value - center >= 0 { pattern |= 1 << index }
        }
        codes.append(Self.bin[pattern])
      }
    }
    return codes
  }

  private static func sample(of plane: BytePlane, row: Double, column: Double) -> Double {
    let (top, left) = (row.rounded(.down), column.rounded(.down))
    let (down, right) = (row - top, column - left)
    let bottom = Int(row.rounded(.up))
    let end = Int(column.rounded(.up))
    func line(_ row: Int) -> Double {
      (1 - right) * Double(plane[Int(left), row]) + right * Double(plane[end, row])
    }
    return (1 - down) * line(Int(top)) + down * line(bottom)
  }

  /// The bin of each of the 256 patterns.
  private static let bin: [Int] = (0..<256).map { pattern in
    let bits = (0..<neighbors).map { pattern >> $0 & 1 == 1 }
    let changes = (1..<neighbors).count { bits[$0] != bits[$0 - 1] }
    let ones = bits.count { $0 }
    guard changes <= 2 else { return bins - 1 }
    guard ones > 0 else { return 0 }
    guard ones < neighbors else { return bins - 2 }
    let first = bits.firstIndex(of: true) ?? 0
    let turn = first == 0 ? ones - (bits.firstIndex(of: false) ?? 0) : neighbors - first
    return 1 + (ones - 1) * neighbors + turn
  }
}

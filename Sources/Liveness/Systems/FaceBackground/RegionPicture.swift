import LivenessFaces
import LivenessSensing

/// What a model sees of a region: a small colour picture, and which of its pixels count.
public struct RegionPicture: Sendable, Hashable {
  /// Pixels along a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// Red, green and blue of each pixel, row by row; black where a pixel does not count.
  public let pixels: [SIMD3<UInt8>]
  /// Whether each pixel counts: it lies on the frame, and not on a face that is masked.
  public let counts: [Bool]

  /// The longer side of a picture; larger regions are thinned to it.
  static let longestSide = 160

  /// Takes a picture as it is; a program's own tests may need one.
  ///
  /// - Precondition: There is a pixel and a mark for each place.
  public init(width: Int, height: Int, pixels: [SIMD3<UInt8>], counts: [Bool]) {
    precondition(
      pixels.count == width * height && counts.count == width * height,
      "a picture of \(width) × \(height) has as many pixels, found \(pixels.count)")
    self.width = width
    self.height = height
    self.pixels = zip(pixels, counts).map { $1 ? $0 : SIMD3() }
    self.counts = counts
  }

  /// Cuts a region out of a colour image, thinned to the nearest pixels; those of `mask`, the face,
  /// do not count.
  init(of image: ImageFrame, region: ExtendedRegion, mask: ExtendedRegion?) {
    let step = max(
      1, (max(region.columns.count, region.rows.count) + Self.longestSide - 1) / Self.longestSide)
    let columns = Array(
      stride(from: region.columns.lowerBound, to: region.columns.upperBound, by: step))
    let rows = Array(stride(from: region.rows.lowerBound, to: region.rows.upperBound, by: step))
    var pixels: [SIMD3<UInt8>] = []
    var counts: [Bool] = []
    for row in rows {
      let line = 0..<image.height ~= row ? image.samples(row: row, columns: 0..<image.width) : []
      let isFaceRow = mask?.rows.contains(row) ?? false
      for column in columns {
        let lies = !line.isEmpty && 0..<image.width ~= column
        let isFace = isFaceRow && (mask?.columns.contains(column) ?? false)
        counts.append(lies && !isFace)
        let start = 3 * column
        pixels.append(
          lies && !isFace ? SIMD3(line[start], line[start + 1], line[start + 2]) : SIMD3())
      }
    }
    self.init(width: columns.count, height: rows.count, pixels: pixels, counts: counts)
  }

  /// Resizes a region of a colour image to a square.
  ///
  /// What lies beyond the frame, and the pixels of `mask`, are black, and every pixel of the square
  /// counts. `nil` where nothing of the region lies on the frame.
  init?(
    of image: ImageFrame, region: ExtendedRegion, mask: ExtendedRegion?, size: Int,
    resize: ResizeRule
  ) {
    let patch = FramePatch(
      of: image, in: region.rectangle, filling: .black, masking: mask?.rectangle)
    guard let samples = patch.map({ resize($0, width: size, height: size) }) else { return nil }
    self.init(
      width: size, height: size,
      pixels: (0..<size * size).map {
        SIMD3(samples[3 * $0], samples[3 * $0 + 1], samples[3 * $0 + 2])
      }, counts: [Bool](repeating: true, count: size * size))
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How much of a picture is cut by straight lines along its rows or columns, as the edges of a print,
/// of a screen or of its bezel are.
///
/// In each of four bands across the picture, the mean step of brightness from one column to the next
/// (or row to row) over all pairs that count; a border gives the same step all along, and texture
/// cancels out. The strongest line of each band, the mean of the two strongest bands, in shares of
/// the full range of brightness.
public struct StraightBorders: RegionModel {
  /// The strength at which the confidence is one half.
  public let middle: Double
  /// How steeply the confidence falls with the strength.
  public let slope: Double

  private static let bands = 4
  /// A line must have so many pairs in a band.
  private static let fewestPairs = 6

  /// States how strengths become confidences.
  public init(middle: Double = 0.15, slope: Double = 30) {
    self.middle = middle
    self.slope = slope
  }

  /// The confidence, which falls with the strength of straight borders.
  public func liveConfidence(of picture: RegionPicture) -> Double {
    1 / (1 + exp(slope * (strength(of: picture) - middle)))
  }

  /// The strength of straight borders, 0 to 1.
  public func strength(of picture: RegionPicture) -> Double {
    max(
      strength(picture, lines: picture.width, length: picture.height) { line, place in
        place * picture.width + line
      },
      strength(picture, lines: picture.height, length: picture.width) { line, place in
        line * picture.width + place
      })
  }

  private func strength(
    _ picture: RegionPicture, lines: Int, length: Int, index: (_ line: Int, _ place: Int) -> Int
  ) -> Double {
    guard lines > 1, length >= Self.bands * Self.fewestPairs else { return 0 }
    let strongest = (0..<Self.bands).map { band in
      let places = band * length / Self.bands..<(band + 1) * length / Self.bands
      return (1..<lines).reduce(0.0) { best, line in
        var sum = 0.0
        var pairs = 0
        for place in places {
          let (before, behind) = (index(line - 1, place), index(line, place))
          guard picture.counts[before], picture.counts[behind] else { continue }
          sum += Self.brightness(picture.pixels[behind]) - Self.brightness(picture.pixels[before])
          pairs += 1
        }
        return pairs < Self.fewestPairs ? best : max(best, abs(sum) / Double(pairs))
      }
    }
    return strongest.sorted().suffix(2).reduce(0, +) / 2 / 255
  }

  private static func brightness(_ pixel: SIMD3<UInt8>) -> Double {
    0.299 * Double(pixel.x) + 0.587 * Double(pixel.y) + 0.114 * Double(pixel.z)
  }
}

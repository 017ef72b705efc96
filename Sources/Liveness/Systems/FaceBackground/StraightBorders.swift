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

  /// The confidence is one half at a strength of 0.15; the slope is 30.
  public init() {
    middle = 0.15
    slope = 30
  }

  /// States how strengths become confidences.
  ///
  /// - Parameters:
  ///   - middle: The strength at which the confidence is one half, 0 to 1.
  ///   - slope: How steeply it falls, above 0 and up to 1,000,000.
  /// - Throws: ``LivenessError/policy(field:expected:found:)`` for the first one out of range.
  public init(middle: Double = 0.15, slope: Double = 30) throws(LivenessError) {
    guard (0...1).contains(middle) else {
      throw .policy(field: "middle", expected: "a strength from 0 to 1", found: middle)
    }
    guard slope > 0, slope <= 1e6 else {
      throw .policy(field: "slope", expected: "a number above 0 and up to 1000000", found: slope)
    }
    self.middle = middle
    self.slope = slope
  }

  /// The confidence, which falls with the strength of straight borders; not a number where the picture
  /// shows nothing to compare.
  public func liveConfidence(of picture: RegionPicture) -> Double {
    guard let strength = measured(on: picture) else { return .nan }
    return 1 / (1 + exp(slope * (strength - middle)))
  }

  /// The strength of straight borders, 0 to 1; 0 too where the picture shows nothing to compare.
  public func strength(of picture: RegionPicture) -> Double { measured(on: picture) ?? 0 }

  /// The strength along columns or along rows, the larger; `nil` where neither has pairs enough.
  private func measured(on picture: RegionPicture) -> Double? {
    let columns = strength(picture, lines: picture.width, length: picture.height) { line, place in
      place * picture.width + line
    }
    let rows = strength(picture, lines: picture.height, length: picture.width) { line, place in
      line * picture.width + place
    }
    return [columns, rows].compactMap { $0 }.max()
  }

  private func strength(
    _ picture: RegionPicture, lines: Int, length: Int, index: (_ line: Int, _ place: Int) -> Int
  ) -> Double? {
    guard lines > 1, length >= Self.bands * Self.fewestPairs else { return nil }
    let strongest = (0..<Self.bands).compactMap { band -> Double? in
      let places = band * length / Self.bands..<(band + 1) * length / Self.bands
      return (1..<lines).reduce(nil as Double?) { best, line -> Double? in
        var sum = 0.0
        var pairs = 0
        for place in places {
          let (before, behind) = (index(line - 1, place), index(line, place))
          guard picture.counts[before], picture.counts[behind] else { continue }
          sum += Self.brightness(picture.pixels[behind]) - Self.brightness(picture.pixels[before])
          pairs += 1
        }
        return pairs < Self.fewestPairs ? best : max(best ?? 0, abs(sum) / Double(pairs))
      }
    }
    guard !strongest.isEmpty else { return nil }
    return strongest.sorted().suffix(2).reduce(0, +) / 2 / 255
  }

  private static func brightness(_ pixel: SIMD3<UInt8>) -> Double {
    0.299 * Double(pixel.x) + 0.587 * Double(pixel.y) + 0.114 * Double(pixel.z)
  }
}

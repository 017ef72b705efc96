#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Judges by the distribution of colours: a histogram of 4 × 4 × 4 bins of red, green and blue over
/// the pixels that count, and a plane between living and attack.
public struct ColorDistribution: RegionModel {
  /// The number of bins.
  public static let bins = 64

  private let weights: [Double]
  private let bias: Double

  /// Takes the plane: a weight for each bin, and what is added.
  ///
  /// - Throws: ``LivenessError/policy(field:expected:found:)`` where there is another number of
  ///   weights, or one that is not finite.
  public init(weights: [Double], bias: Double) throws(LivenessError) {
    guard weights.count == Self.bins else {
      throw .policy(
        field: "weights", expected: "\(Self.bins) numbers", found: Double(weights.count))
    }
    for weight in weights + [bias] where !weight.isFinite {
      throw .policy(field: "weights", expected: "finite numbers", found: weight)
    }
    self.weights = weights
    self.bias = bias
  }

  /// The shares of the pixels that count; all 0 where none does.
  public static func histogram(of picture: RegionPicture) -> [Double] {
    var counts = [Int](repeating: 0, count: bins)
    for (pixel, isCounted) in zip(picture.pixels, picture.counts) where isCounted {
      counts[Int(pixel.x >> 6) << 4 | Int(pixel.y >> 6) << 2 | Int(pixel.z >> 6)] += 1
    }
    let all = counts.reduce(0, +)
    return counts.map { all == 0 ? 0 : Double($0) / Double(all) }
  }

  /// The logistic function of the distance from the plane; not a number where no pixel counts.
  public func liveConfidence(of picture: RegionPicture) -> Double {
    guard picture.counts.contains(true) else { return .nan }
    let distance = zip(weights, Self.histogram(of: picture)).reduce(bias) { $0 + $1.0 * $1.1 }
    return 1 / (1 + exp(-distance))
  }
}

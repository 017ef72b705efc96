public import LivenessTensors

/// Squares of a map that lie evenly over it, each judged for itself, and the vote of them.
///
/// A network that sees patches alone cannot learn what a face looks like as a whole, and finds the
/// texture of a print instead. Source: Shen, Huang and Tong, "FaceBagNet: Bag-of-local-features Model
/// for Multi-modal Face Anti-spoofing", 2019.
public struct PatchGrid: Sendable, Hashable {
  /// Pixels along each side of a patch.
  public let size: Int
  /// Patches along each axis.
  public let count: Int

  /// Makes a grid of `count · count` patches.
  ///
  /// - Precondition: Both are positive.
  public init(size: Int, count: Int) {
    precondition(size > 0 && count > 0, "a grid needs patches, found \(count) of \(size) pixels")
    self.size = size
    self.count = count
  }

  /// Where the patches begin along an axis: the first at the map's edge, the last ending at it.
  ///
  /// - Precondition: The axis is as long as a patch at least.
  public func starts(within extent: Int) -> [Int] {
    precondition(extent >= size, "patches of \(size) pixels do not fit into \(extent)")
    let room = extent - size
    guard count > 1 else { return [room / 2] }
    return (0..<count).map { (2 * $0 * room + count - 1) / (2 * (count - 1)) }
  }

  /// The patches of a map, row by row.
  ///
  /// **Shape** `[1, C, H, W]` to `[count · count, C, size, size]`.
  public func patches(of map: Tensor) -> Tensor {
    precondition(
      map.shape.rank == 4 && map.shape[0] == 1, "patches are of one map, found \(map.shape)")
    let (channels, width) = (map.shape[1], map.shape[3])
    var scalars: [Float] = []
    scalars.reserveCapacity(count * count * channels * size * size)
    for top in starts(within: map.shape[2]) {
      for left in starts(within: width) {
        for channel in 0..<channels {
          for y in top..<top + size {
            let start = (channel * map.shape[2] + y) * width + left
            scalars += map.scalars[start..<start + size]
          }
        }
      }
    }
    return Tensor(shape: [count * count, channels, size, size], scalars: scalars)
  }

  /// What the patches say together: the mean of the probabilities of each class.
  ///
  /// **Shape** `[N, classes]` to `[classes]`.
  public static func vote(_ probabilities: Tensor) -> Tensor {
    precondition(
      probabilities.shape.rank == 2 && probabilities.shape[0] > 0,
      "a vote is over probabilities of shape [N, classes], found \(probabilities.shape)")
    let (rows, classes) = (probabilities.shape[0], probabilities.shape[1])
    let means = (0..<classes).map { index in
      (0..<rows).reduce(Float(0)) { $0 + probabilities.scalars[$1 * classes + index] } / Float(rows)
    }
    return Tensor(shape: [classes], scalars: means)
  }
}

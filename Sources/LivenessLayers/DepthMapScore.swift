public import LivenessTensors

/// The score of a network that answers with a depth map of the face: the mean of the map.
///
/// A living face is trained to a relief, an attack to a flat map of zeros. Source: Yu et al.,
/// "Searching Central Difference Convolutional Networks for Face Anti-Spoofing", 2020, section 3.3.
public struct DepthMapScore: Sendable, Hashable {
  /// Makes the score.
  public init() {}

  /// The mean of each map, or of what a mask leaves of it.
  ///
  /// **Shape** `[N, 1, H, W]` to `[N]`; the mask `[H, W]`.
  ///
  /// - Parameters:
  ///   - maps: The maps.
  ///   - mask: 1 where a pixel counts, 0 elsewhere; `nil` where every pixel does.
  /// - Returns: A score for each map; not-a-number where no pixel counts.
  public func callAsFunction(_ maps: Tensor, mask: Tensor? = nil) -> Tensor {
    precondition(
      maps.shape.rank == 4 && maps.shape[1] == 1,
      "depth maps have the shape [N, 1, H, W], found \(maps.shape)")
    let area = maps.shape[2] * maps.shape[3]
    precondition(
      mask.map { $0.shape == [maps.shape[2], maps.shape[3]] } ?? true,
      "a mask is as large as the maps \(maps.shape), found \(mask?.shape.description ?? "none")")
    let weights = mask?.scalars ?? [Float](repeating: 1, count: area)
    let total = weights.reduce(0, +)
    let scores = (0..<maps.shape[0]).map { map in
      (0..<area).reduce(Float(0)) { $0 + weights[$1] * maps.scalars[map * area + $1] } / total
    }
    return Tensor(shape: [maps.shape[0]], scalars: scores)
  }
}

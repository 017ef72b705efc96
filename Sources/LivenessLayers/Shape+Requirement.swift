import LivenessTensors

extension Shape {
  /// Traps unless this is the shape of a batch of feature maps, `[N, C, H, W]`.
  func requireMaps(channels: Int? = nil, for layer: String) {
    precondition(
      rank == 4 && (channels ?? self[1]) == self[1],
      "\(layer) takes maps of shape [N, \(channels.map(String.init) ?? "C"), H, W], found \(self)")
  }

  /// Traps unless this is the shape of a batch of vectors, `[N, D]`.
  func requireVectors(features: Int? = nil, for layer: String) {
    precondition(
      rank == 2 && (features ?? self[1]) == self[1],
      "\(layer) takes vectors of shape [N, \(features.map(String.init) ?? "D")], found \(self)")
  }
}

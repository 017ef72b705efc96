/// What a network takes, counted from its description before anything is allocated for it.
package struct NetworkCost: Sendable, Hashable {
  /// The numbers in its file, statistics of batch normalization included.
  package var parameters = 0
  /// Multiplications with an addition behind them, for one capture: those of the convolutions and the
  /// fully connected layers.
  package var multiplyAdds = 0
  /// Bytes of the maps of one capture if none made room for another: more than a run takes.
  package var mapBytes = 0

  /// The most parameters that a file may ask for: 64 MiB of them.
  package static let mostParameters = 1 << 24
  /// The most multiply-adds that a file may ask for.
  package static let mostMultiplyAdds = 1 << 30
  /// The most bytes of maps that a file may ask for.
  package static let mostMapBytes = 1 << 28

  /// Whether the network may be built.
  var isWithinBudget: Bool {
    parameters <= Self.mostParameters && multiplyAdds <= Self.mostMultiplyAdds
      && mapBytes <= Self.mostMapBytes
  }

  /// Counts a map with its channels filled up and zeros around, as wide as any processor needs them.
  mutating func addMap(channels: Int, extent: Int) {
    let side = (extent + 3) / 4 * 4 + 2
    mapBytes += 4 * (side * side * ((channels + 15) / 16 * 16) + 32)
  }

  /// Counts a convolution and the map that it writes.
  mutating func addConvolution(
    inputs: Int, outputs: Int, kernel: Int, extent: Int, hasBias: Bool
  ) {
    let weights = kernel * kernel * inputs * outputs
    parameters += weights + (hasBias ? outputs : 0)
    multiplyAdds += weights * extent * extent
    addMap(channels: outputs, extent: extent)
  }

  /// Counts a fully connected layer and the vector that it writes.
  mutating func addLinear(inputs: Int, outputs: Int) {
    parameters += (inputs + 1) * outputs
    multiplyAdds += inputs * outputs
    addMap(channels: outputs, extent: 1)
  }
}

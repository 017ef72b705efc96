/// What a network takes, counted from its description before anything is allocated for it.
package struct NetworkCost: Sendable, Hashable {
  /// The numbers in its file, statistics of batch normalization included.
  package var parameters = 0
  /// Multiplications with an addition behind them, for one capture: those of the convolutions and the
  /// fully connected layers.
  package var multiplyAdds = 0
  /// Bytes of the maps of one capture if none made room for another: more than a run takes.
  package var mapBytes = 0
  /// Bytes of the weights as the kernels lay them out, or more.
  package var weightBytes = 0

  /// The most parameters that a file may ask for: 64 MiB of them.
  package static let mostParameters = 1 << 24
  /// The most multiply-adds that a file may ask for.
  package static let mostMultiplyAdds = 1 << 30
  /// The most bytes of maps and weights that a file may ask for.
  package static let mostBytes = 1 << 29

  /// Whether the network may be built.
  var isWithinBudget: Bool {
    parameters <= Self.mostParameters && multiplyAdds <= Self.mostMultiplyAdds
      && mapBytes + weightBytes <= Self.mostBytes
  }

  /// Counts a map with its channels filled up and zeros around, as wide as any processor needs them.
  mutating func addMap(channels: Int, extent: Int) {
    let side = (extent + 3) / 4 * 4 + 2
    mapBytes += 4 * (side * side * Self.padded(channels, to: 16) + 32)
  }

  /// Counts a convolution and the map that it writes.
  mutating func addConvolution(
    inputs: Int, outputs: Int, kernel: Int, extent: Int, hasBias: Bool
  ) {
    let weights = kernel * kernel * inputs * outputs
    parameters += weights + (hasBias ? outputs : 0)
    multiplyAdds += weights * extent * extent
    // A 3×3 kernel may become 36 numbers for Winograd's filtering.
    let taps = kernel == 3 ? 36 : kernel * kernel
    addWeights(taps * Self.padded(inputs, to: 16), outputs: outputs)
    addMap(channels: outputs, extent: extent)
  }

  /// Counts a fully connected layer on a map, or on a vector, and the vector that it writes.
  mutating func addLinear(inputs: Int, extent: Int = 1, outputs: Int) {
    let count = inputs * extent * extent
    parameters += (count + 1) * outputs
    multiplyAdds += count * outputs
    addWeights(extent * extent * Self.padded(inputs, to: 16), outputs: outputs)
    addMap(channels: outputs, extent: 1)
  }

  private mutating func addWeights(_ rows: Int, outputs: Int) {
    weightBytes += 4 * rows * Self.padded(outputs, to: 32)
  }

  private static func padded(_ count: Int, to multiple: Int) -> Int {
    (count + multiple - 1) / multiple * multiple
  }
}

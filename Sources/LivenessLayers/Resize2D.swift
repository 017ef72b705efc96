public import LivenessTensors

/// Maps drawn on a grid of another size.
///
/// **Shape** `[N, C, H, W]` to `[N, C, height, width]`. An empty map gives an empty map.
public struct Resize2D: Sendable {
  /// How a scalar of the result comes from the map.
  public enum Interpolation: Sendable, Hashable {
    /// The scalar at `⌊i · (input / output)⌋` along each axis, computed in single precision as
    /// PyTorch does (its rounding decides a few sizes).
    case nearest
    /// Between the four scalars around `(i + ½) · input / output − ½`, clamped to the map (pixels
    /// are cells with centres at halves; PyTorch's `align_corners=False`).
    case bilinear
  }

  /// Rows of the result.
  public let height: Int
  /// Columns of the result.
  public let width: Int
  /// How a scalar of the result comes from the map.
  public let interpolation: Interpolation

  /// Makes the layer.
  ///
  /// - Precondition: Both extents are at least 1.
  public init(height: Int, width: Int, interpolation: Interpolation = .bilinear) {
    precondition(
      height > 0 && width > 0, "Resize2D takes extents of at least 1, found \(height) × \(width)")
    self.height = height
    self.width = width
    self.interpolation = interpolation
  }

  /// Resizes a batch of maps.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.shape.requireMaps(for: "Resize2D")
    let isEmpty = x.shape[2] == 0 || x.shape[3] == 0
    let shape: Shape = [x.shape[0], x.shape[1], isEmpty ? 0 : height, isEmpty ? 0 : width]
    guard shape.count > 0 else { return Tensor(shape: shape) }
    let rows = samples(input: x.shape[2], output: height)
    let columns = samples(input: x.shape[3], output: width)
    var scalars: [Float] = []
    scalars.reserveCapacity(shape.count)
    for plane in 0..<shape[0] * shape[1] {
      for row in rows {
        let first = (plane * x.shape[2] + row.first) * x.shape[3]
        let second = (plane * x.shape[2] + row.second) * x.shape[3]
        for column in columns {
          scalars.append(
            row.blend(
              column.blend(x.scalars[first + column.first], x.scalars[first + column.second]),
              column.blend(x.scalars[second + column.first], x.scalars[second + column.second])))
        }
      }
    }
    return Tensor(shape: shape, scalars: scalars)
  }

  /// What draws a map that lies as given.
  func kernel(input: MapLayout, output: MapLayout) -> any MapKernel {
    func samples(from input: Int, to output: Int) -> [MapResize.Sample] {
      self.samples(input: input, output: output).map {
        MapResize.Sample(first: $0.first, second: $0.second, weight: $0.weight)
      }
    }
    return MapResize(
      rows: samples(from: input.height, to: height), columns: samples(from: input.width, to: width),
      input: input, output: output)
  }

  /// The two positions along an axis that one position of the result lies between.
  private struct Sample {
    let first: Int
    let second: Int
    let weight: Float

    func blend(_ a: Float, _ b: Float) -> Float {
      first == second ? a : (1 - weight) * a + weight * b
    }
  }

  private func samples(input: Int, output: Int) -> [Sample] {
    let step = Float(input) / Float(output)
    return (0..<output).map { index in
      switch interpolation {
      case .nearest:
        let position = min(Int(Float(index) * step), input - 1)
        return Sample(first: position, second: position, weight: 0)
      case .bilinear:
        let position = max(0, (Float(index) + 0.5) * step - 0.5)
        let first = min(Int(position), input - 1)
        return Sample(
          first: first, second: min(first + 1, input - 1), weight: position - Float(first))
      }
    }
  }
}

import LivenessSensing

/// How depths become colours: which depth is the first colour and which the last.
///
/// Metric depth always spans the same length from the nearest part of the face, so that a flat
/// picture looks flat and captures can be compared by eye.
struct DepthColors: Sendable, Hashable {
  /// The depth of the first colour.
  let near: Double
  /// The depth of the last colour.
  let far: Double
  /// What the depths mean.
  let scale: DepthScale

  /// The length that the colours of metric depth span, in metres.
  static let span = 0.16

  /// Chooses the colours by the depths of a face; `nil` where none is valid.
  init?(of depths: [Float], scale: DepthScale) {
    let sorted = depths.filter(\.isFinite).sorted()
    guard let nearest = DepthColors.quantile(0.01, of: sorted),
      let farthest = DepthColors.quantile(0.98, of: sorted)
    else { return nil }
    self.scale = scale
    switch scale {
    case .metric:
      near = max(0, (nearest * 100 - 1).rounded(.down) / 100)
      far = near + DepthColors.span
    case .relative:
      near = nearest
      far = farthest > nearest ? farthest : nearest + 1
    }
  }

  /// The colour of a depth.
  func color(of depth: Float) -> SIMD3<UInt8> {
    ColorRamp.depth.color(at: (Double(depth) - near) / (far - near))
  }

  /// The labels of the legend, with their places from 0 to 1.
  var ticks: [(place: Double, label: String)] {
    [0, 0.25, 0.5, 0.75, 1].map { place in
      let depth = near + (far - near) * place
      switch scale {
      case .metric: return (place, NumberText.fixed(1000 * depth, decimals: 0))
      case .relative: return (place, NumberText.fixed(depth, decimals: far - near < 20 ? 2 : 0))
      }
    }
  }

  /// What the labels count.
  var unit: String {
    switch scale {
    case .metric: "mm"
    case .relative: "relative, no unit"
    }
  }

  /// The value below which a share of sorted values lies.
  static func quantile(_ share: Double, of sorted: [Float]) -> Double? {
    guard !sorted.isEmpty else { return nil }
    return Double(sorted[Int((share * Double(sorted.count - 1) + 0.5).rounded(.down))])
  }

  /// Draws every `step`th pixel of a depth map; a hole is hatched in grey, with a line every
  /// `period` pixels.
  func picture(
    width: Int, height: Int, depths: [Float], period: Int, step: Int = 1
  ) -> Raster {
    Raster(width: width / step, height: height / step) { x, y in
      let depth = depths[(y * step + step / 2) * width + x * step + step / 2]
      guard depth.isNaN else { return color(of: depth) }
      return (x + y) % period < (period + 2) / 3 ? DepthColors.hatch : DepthColors.hole
    }
  }

  /// The ground of a hole.
  static let hole = SIMD3<UInt8>(repeating: 216)
  /// The lines across a hole.
  static let hatch = SIMD3<UInt8>(repeating: 150)
}

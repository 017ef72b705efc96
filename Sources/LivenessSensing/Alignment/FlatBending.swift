/// A lens in closed form and single precision, without branches.
protocol FlatBending {
  /// The square of the largest radius that the model describes.
  var largestSquaredRadius: Float { get }
  /// Where the lens puts the ideal points (a, b), with `s = a² + b²`.
  func bent(_ a: PixelLanes, _ b: PixelLanes, _ s: PixelLanes) -> (x: PixelLanes, y: PixelLanes)
}

/// No lens at all.
struct PinholeBending: FlatBending, Sendable {
  var largestSquaredRadius: Float { .infinity }

  @inline(__always)
  func bent(_ a: PixelLanes, _ b: PixelLanes, _ s: PixelLanes) -> (x: PixelLanes, y: PixelLanes) {
    (a, b)
  }
}

/// ``LensDistortion/brownConrady(k1:k2:p1:p2:k3:)``.
struct PolynomialBending: FlatBending, Sendable {
  private let k1: Float
  private let k2: Float
  private let k3: Float
  private let p1: Float
  private let p2: Float
  let largestSquaredRadius: Float

  init(_ lens: PolynomialLens) {
    (k1, k2, k3) = (Float(lens.k1), Float(lens.k2), Float(lens.k3))
    (p1, p2) = (Float(lens.p1), Float(lens.p2))
    largestSquaredRadius = Float(lens.largestSquaredRadius)
  }

  @inline(__always)
  func bent(_ a: PixelLanes, _ b: PixelLanes, _ s: PixelLanes) -> (x: PixelLanes, y: PixelLanes) {
    shifted(a, b, s, radial(s))
  }

  @inline(__always)
  func radial(_ s: PixelLanes) -> PixelLanes { 1 + s * (k1 + s * (k2 + s * k3)) }

  @inline(__always)
  func shifted(
    _ a: PixelLanes, _ b: PixelLanes, _ s: PixelLanes, _ radial: PixelLanes
  ) -> (x: PixelLanes, y: PixelLanes) {
    let (a2, ab): (PixelLanes, PixelLanes) = (2 * a, 2 * a * b)
    let x: PixelLanes = a * radial + p1 * ab + p2 * (s + a2 * a)
    let y: PixelLanes = b * radial + p2 * ab + p1 * (s + 2 * b * b)
    return (x, y)
  }
}

/// ``LensDistortion/rational(k1:k2:p1:p2:k3:k4:k5:k6:)``.
struct RationalBending: FlatBending, Sendable {
  private let above: PolynomialBending
  private let k4: Float
  private let k5: Float
  private let k6: Float

  init(_ lens: PolynomialLens) {
    above = PolynomialBending(lens)
    (k4, k5, k6) = (Float(lens.k4), Float(lens.k5), Float(lens.k6))
  }

  var largestSquaredRadius: Float { above.largestSquaredRadius }

  @inline(__always)
  func bent(_ a: PixelLanes, _ b: PixelLanes, _ s: PixelLanes) -> (x: PixelLanes, y: PixelLanes) {
    let below: PixelLanes = 1 + s * (k4 + s * (k5 + s * k6))
    return above.shifted(a, b, s, above.radial(s) / below)
  }
}

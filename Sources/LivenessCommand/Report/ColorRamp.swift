#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A row of colours in which equal steps look equally large: lightness falls evenly while the hue
/// turns.
///
/// Björn Ottosson, *A perceptual color space for image processing* (Oklab), 2020.
struct ColorRamp: Sendable, Hashable {
  /// The colours, from the start of the ramp to its end.
  let colors: [SIMD3<UInt8>]

  /// From pale yellow over green and blue to a dark violet; light is near.
  static let depth = ColorRamp(
    lightness: RampEnds(start: 0.96, end: 0.24), hue: RampEnds(start: 108, end: 305),
    chroma: 0.15, count: 128)

  /// Runs from one lightness and hue (degrees) to another; the chroma is lowered where a screen
  /// cannot show it.
  private init(lightness: RampEnds, hue: RampEnds, chroma: Double, count: Int) {
    colors = (0..<count).map { index in
      let place = Double(index) / Double(count - 1)
      return ColorRamp.color(
        lightness: lightness.value(at: place), hue: hue.value(at: place), chroma: chroma)
    }
  }

  /// The colour at a place from 0 to 1; beyond the ends their colours go on.
  func color(at place: Double) -> SIMD3<UInt8> {
    let position = (place * Double(colors.count)).rounded(.down)
    return colors[Int(min(max(position, 0), Double(colors.count - 1)))]
  }

  /// The ramp as a CSS gradient from left to right.
  var gradient: String {
    let stops = stride(from: 0, through: colors.count - 1, by: (colors.count - 1) / 15)
    return "linear-gradient(90deg," + stops.map { ColorRamp.hex(colors[$0]) }.joined(separator: ",")
      + ")"
  }

  /// A colour as CSS writes it.
  static func hex(_ color: SIMD3<UInt8>) -> String {
    let digits = Array("0123456789abcdef")
    return [color.x, color.y, color.z].reduce(into: "#") { text, sample in
      text.append(digits[Int(sample >> 4)])
      text.append(digits[Int(sample & 15)])
    }
  }

  /// The colour of the given Oklab lightness and hue, as strong as a screen can show it.
  static func color(lightness: Double, hue: Double, chroma: Double) -> SIMD3<UInt8> {
    var chroma = chroma
    while true {
      let linear = linearRed(lightness: lightness, hue: hue * .pi / 180, chroma: chroma)
      let isShown = linear.min() >= -0.0005 && linear.max() <= 1.0005
      if isShown || chroma < 0.005 {
        return SIMD3(sample(linear.x), sample(linear.y), sample(linear.z))
      }
      chroma -= 0.002
    }
  }

  /// Oklab to linear red, green and blue.
  private static func linearRed(lightness: Double, hue: Double, chroma: Double) -> SIMD3<Double> {
    let a = chroma * cos(hue)
    let b = chroma * sin(hue)
    let long = lightness + 0.3963377774 * a + 0.2158037573 * b
    let medium = lightness - 0.1055613458 * a - 0.0638541728 * b
    let short = lightness - 0.0894841775 * a - 1.2914855480 * b
    let cones = SIMD3(long * long * long, medium * medium * medium, short * short * short)
    return SIMD3(
      (cones * SIMD3(4.0767416621, -3.3077115913, 0.2309699292)).sum(),
      (cones * SIMD3(-1.2684380046, 2.6097574011, -0.3413193965)).sum(),
      (cones * SIMD3(-0.0041960863, -0.7034186147, 1.7076147010)).sum())
  }

  /// The sRGB curve.
  private static func sample(_ linear: Double) -> UInt8 {
    let value = min(max(linear, 0), 1)
    let curved = value <= 0.0031308 ? 12.92 * value : 1.055 * pow(value, 1 / 2.4) - 0.055
    return UInt8((255 * curved).rounded())
  }
}

/// The two ends of something that changes evenly along a ramp.
struct RampEnds: Sendable, Hashable {
  let start: Double
  let end: Double

  /// The value at a place from 0 to 1.
  func value(at place: Double) -> Double { start + (end - start) * place }
}

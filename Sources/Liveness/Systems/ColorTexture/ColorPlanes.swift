/// A colour picture taken apart in two other ways, in 8-bit integers as OpenCV rounds them.
///
/// Paper and screens hold fewer colours than skin, and show it in hue, saturation and chroma rather
/// than in brightness (Boulkenafet, Komulainen and Hadid, "Face Anti-Spoofing Based on Color Texture
/// Analysis", 2015).
struct ColorPlanes: Sendable {
  /// Hue (0 to 179, two degrees a step), saturation and value.
  let hsv: [BytePlane]
  /// Luma, then the differences of blue and of red from it, 128 for none.
  let yCbCr: [BytePlane]

  /// Takes planes of red, green and blue apart.
  ///
  /// - Precondition: There are three, of one size.
  init(red: BytePlane, green: BytePlane, blue: BytePlane) {
    precondition(
      red.width == green.width && red.width == blue.width
        && red.height == green.height && red.height == blue.height,
      "a picture needs three planes of one size")
    var planes = [[UInt8]](repeating: [], count: 6)
    for index in red.samples.indices {
      let (r, g, b) = (
        Int(red.samples[index]), Int(green.samples[index]), Int(blue.samples[index])
      )
      let values = Self.hsv(r, g, b) + Self.yCbCr(r, g, b)
      for (plane, value) in values.enumerated() {
        planes[plane].append(UInt8(clamping: value))
      }
    }
    let made = planes.map { BytePlane(width: red.width, height: red.height, samples: $0) }
    hsv = Array(made[..<3])
    yCbCr = Array(made[3...])
  }

  private static let hsvShift = 12

  private static func hsv(_ r: Int, _ g: Int, _ b: Int) -> [Int] {
    let value = max(r, g, b)
    let range = value - min(r, g, b)
    func share(_ whole: Double, of count: Int) -> Int {
      count == 0 ? 0 : Int((whole * 4096 / Double(count)).rounded(.toNearestOrEven))
    }
    let half = 1 << (hsvShift - 1)
    let saturation = (range * share(255, of: value) + half) >> hsvShift
    let sector =
      if value == r { g - b } else if value == g { b - r + 2 * range } else { r - g + 4 * range }
    let hue = (sector * share(30, of: range) + half) >> hsvShift
    return [hue < 0 ? hue + 180 : hue, saturation, value]
  }

  private static func yCbCr(_ r: Int, _ g: Int, _ b: Int) -> [Int] {
    let half = 1 << 13
    let luma = (r * 4899 + g * 9617 + b * 1868 + half) >> 14
    let blue = ((b - luma) * 9241 + (128 << 14) + half) >> 14
    let red = ((r - luma) * 11682 + (128 << 14) + half) >> 14
    return [luma, blue, red]
  }
}

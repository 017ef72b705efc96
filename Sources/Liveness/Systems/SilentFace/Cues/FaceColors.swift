import LivenessFaces
import LivenessSensing

/// What the pixels of a face say together, thinned evenly to at most 160 a side.
struct FaceColors: Sendable {
  /// The share of pixels with a channel at its end: burnt out, or black in all three.
  let clippedShare: Double
  /// The standard deviation of chroma, Cb and Cr together, in samples.
  let chromaDeviation: Double

  /// Looks at a face that lies on the image.
  init(of image: ImageFrame, face: FaceBox) {
    let region = ExtendedRegion(
      around: face, extending: .none, policy: .shrink, width: image.width, height: image.height)
    let pixels = RegionPicture(of: image, region: region, mask: nil).pixels
    let count = Double(max(1, pixels.count))
    clippedShare = Double(pixels.count { $0.max() >= 254 || $0.max() <= 1 }) / count
    let chroma = pixels.map(Self.chroma)
    let mean = chroma.reduce(SIMD2(), +) / count
    let variance = chroma.reduce(0) { sum, value in
      let difference = value - mean
      return sum + (difference * difference).sum()
    }
    chromaDeviation = (variance / count).squareRoot()
  }

  /// The differences of blue and red from luma, as BT.601 scales them.
  private static func chroma(_ pixel: SIMD3<UInt8>) -> SIMD2<Double> {
    let (r, g, b) = (Double(pixel.x), Double(pixel.y), Double(pixel.z))
    let luma = 0.299 * r + 0.587 * g + 0.114 * b
    return SIMD2((b - luma) * 0.564, (r - luma) * 0.713)
  }
}

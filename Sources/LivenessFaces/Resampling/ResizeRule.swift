/// How the 8-bit samples of a picture are brought to another size; every rule gives what OpenCV
/// gives for the same samples, to the bit.
package enum ResizeRule: String, Sendable, CaseIterable {
  /// Between the two nearest pixels along each axis: `INTER_LINEAR`.
  case linear
  /// A window of eight pixels along each axis: `INTER_LANCZOS4`.
  case lanczos
  /// The mean over the area that a pixel covers where no side grows, `INTER_AREA`; else ``lanczos``.
  case lanczosOrArea = "lanczos-or-area"

  /// Resizes a patch.
  ///
  /// - Returns: The samples, row-major, channels interleaved.
  package func callAsFunction(_ patch: FramePatch, width: Int, height: Int) -> [UInt8] {
    switch self {
    case .linear: LinearResize(patch, width: width, height: height).samples
    case .lanczos: LanczosResize(patch, width: width, height: height).samples
    case .lanczosOrArea:
      patch.width >= width && patch.height >= height
        ? AreaResize(patch, width: width, height: height).samples
        : LanczosResize(patch, width: width, height: height).samples
    }
  }
}

/// Where the pixels along one axis of a result lie on the source: half-pixel centres, the place
/// rounded to 32 bits.
struct ResizePlaces {
  /// The last pixel at or before each place; it may lie beyond the source.
  let pixels: [Int]
  /// How far behind that pixel the place lies, 0 to 1.
  let fractions: [Float]

  init(outputs: Int, inputs: Int) {
    let step = 1 / (Double(outputs) / Double(inputs))
    let places = (0..<outputs).map { Float((Double($0) + 0.5) * step - 0.5) }
    pixels = places.map { Int($0.rounded(.down)) }
    fractions = places.map { $0 - $0.rounded(.down) }
  }
}

import LivenessMedia

/// Something other than 16-bit depth and an 8-bit grey image.
struct UnexpectedSamples: Error {}

let folder = "Documentation/Examples/Captures/live-04"
guard
  case .grey16(let depthSamples) = try PNGFile.read(at: "\(folder)/depth.png").samples,
  case .grey8(let imageSamples) = try PNGFile.read(at: "\(folder)/nir.png").samples
else { throw UnexpectedSamples() }

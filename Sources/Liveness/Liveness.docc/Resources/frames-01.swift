import LivenessMedia

let folder = "Documentation/Examples/Captures/live-02"
guard
  case .grey16(let depthSamples) = try PNGFile.read(at: "\(folder)/depth.png").samples,
  case .grey8(let imageSamples) = try PNGFile.read(at: "\(folder)/nir.png").samples
else { fatalError("live-02 has 16-bit depth and 8-bit grey") }

import Liveness
import LivenessMedia
import LivenessSensing

/// Where a converted capture goes.
struct Conversion {
  let target: String

  /// The target is a folder, rather than a file for depth alone.
  var isFolder: Bool { ![".ply", ".npy", ".png"].contains(where: target.hasSuffix) }

  /// Writes the capture, or its depth alone.
  func write(_ capture: LivenessCapture) throws {
    // Everything is made before anything is written.
    if isFolder {
      let files = try CaptureFolder.files(of: capture)
      let folder = try OutputFolder.create(at: target)
      for file in files { try folder.write(file.bytes, to: file.name) }
    } else {
      try OutputFile.create(at: target, holding: depth(of: capture.depth))
    }
  }

  private func depth(of frame: DepthFrame) throws -> [UInt8] {
    if target.hasSuffix(".ply") {
      do {
        return PLYFile.encode(try PointCloud(of: frame).points)
      } catch {
        throw CaptureError(code: .notWritable, message: "\(error)", file: target)
      }
    }
    if target.hasSuffix(".npy") {
      return try NPYFile.encode(width: frame.width, height: frame.height, float32: frame.values)
    }
    return try PNGFile.encode(
      width: frame.width, height: frame.height,
      grey16: frame.values.map { Self.millimetres($0) })
  }

  /// The nearest millimetre; 0 for a hole, and for what does not fit.
  static func millimetres(_ metres: Float) -> UInt16 {
    UInt16(exactly: (Double(metres) * 1000).rounded()) ?? 0
  }
}

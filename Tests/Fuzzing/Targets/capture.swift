// modules: LivenessTensors LivenessLayers LivenessSensing LivenessFaces Liveness LivenessMedia
// libraries: blas spng tiff turbojpeg z

import Foundation
import Liveness
import LivenessFaces
import LivenessMedia
import LivenessSensing

/// A calibration of the two.
private let pair = """
  { "format": "liveness-calibration/1", "metres_per_unit": 0.01,
    "depth": { "width": 4, "height": 3, "fx": 5, "fy": 5, "cx": 1.5, "cy": 1,
      "distortion": { "model": "none" } },
    "image": { "width": 4, "height": 3, "fx": 5, "fy": 5, "cx": 1.5, "cy": 1,
      "distortion": { "model": "none" } },
    "depth_to_image": { "rotation": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
      "translation_metres": [0.1, 0, 0] } }
  """

/// A folder with a depth map and an image of 4 × 3 pixels, and a calibration.
private let folder: String = {
  let path = NSTemporaryDirectory() + "liveness-fuzz-\(UUID().uuidString)"
  let grey = [UInt8](repeating: 60, count: 12)
  guard
    (try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true))
      != nil,
    let png = try? PNGFile.encode(width: 4, height: 3, channels: 1, pixels: grey),
    FileManager.default.createFile(atPath: path + "/depth.png", contents: Data(png)),
    FileManager.default.createFile(atPath: path + "/nir.png", contents: Data(png)),
    FileManager.default.createFile(atPath: path + "/pair.json", contents: Data(pair.utf8))
  else { fatalError("no folder to write to") }
  return path
}()

/// Reads the bytes as a capture's description; what is accepted must hold together, up to the
/// alignment.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe Data(bytes: start, count: count)
  precondition(FileManager.default.createFile(atPath: folder + "/capture.json", contents: bytes))
  do throws(CaptureError) {
    let capture = try CaptureFolder.read(at: folder)
    precondition(capture.depth.width == 4 && capture.depth.height == 3)
    precondition(capture.faceBox?.isValid ?? true)
    for image in capture.images {
      switch capture.registration {
      case .aligned: precondition(image.width == 4 && image.height == 3)
      case .depthToImage(let transform):
        _ = try? AlignedFrames(aligning: capture.depth, to: image, by: transform)
      }
    }
  } catch {
    precondition(!error.message.isEmpty && error.file.hasPrefix(folder))
  }
  return 0
}

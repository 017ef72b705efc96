public import Liveness
import LivenessFaces
import LivenessSensing

extension CaptureFolder {
  /// The files of a folder that holds the capture, without loss: `capture.json`, the depth as PNG of
  /// 16 bits where whole units say it exactly and as NPY otherwise, and the images as PNG.
  ///
  /// - Throws: ``CaptureError`` with the code `notWritable` where a frame has no camera, or the
  ///   sensors stand to each other in a way that the format does not know.
  public static func files(of capture: LivenessCapture) throws(CaptureError) -> [CaptureFile] {
    let depth = try DepthEncoding(capture.depth)
    var files = [depth.file]
    var images: [String] = []
    for (index, image) in capture.images.enumerated() {
      let name = index == 0 ? "\(image.modality).png" : "\(image.modality)-\(index + 1).png"
      files.append(
        CaptureFile(
          name: name,
          bytes: try PNGFile.encode(
            width: image.width, height: image.height, channels: image.channels,
            pixels: image.pixels)))
      images.append(
        """
        { "file": "\(name)", "modality": "\(image.modality)",
              "camera": \(try CaptureText.camera(image.camera)) }
        """)
    }
    let text = """
      {
        "format": "liveness-capture/1",
        "depth": {
          "file": "\(depth.file.name)", "metres_per_unit": \(depth.unit), "invalid": \(depth.invalid),
          "camera": \(try CaptureText.camera(capture.depth.camera))
        },
        "images": [\(images.joined(separator: ",\n    "))],
        \(CaptureText.registration(capture.registration)),
        "cropped": \(capture.isCropped)\(CaptureText.faceBox(capture.faceBox))
      }

      """
    files.append(CaptureFile(name: descriptionName, bytes: Array(text.utf8)))
    return files
  }
}

/// Parts of `capture.json` as text.
private enum CaptureText {
  static func camera(_ camera: CameraModel?) throws(CaptureError) -> String {
    guard let camera else {
      throw .unwritable("capture", "expected a camera for every frame, found none")
    }
    return """
      {
            "width": \(camera.width), "height": \(camera.height),
            "fx": \(camera.focalX), "fy": \(camera.focalY),
            "cx": \(camera.centerX), "cy": \(camera.centerY),
            "distortion": \(lens(camera))
          }
      """
  }

  private static func lens(_ camera: CameraModel) -> String {
    let model = camera.distortion.model
    guard case .radialTable(let table) = camera.distortion else {
      return "{ \"model\": \"\(model)\", \"coefficients\": \(camera.distortion.coefficients) }"
    }
    let center = table.center * camera.focalX + SIMD2(camera.centerX, camera.centerY)
    return """
      { "model": "\(model)", "maps": "\(table.mapping.rawValue)",
              "center": [\(center.x), \(center.y)], "magnifications": \(table.magnifications) }
      """
  }

  static func registration(
    _ registration: LivenessCapture.Registration
  ) -> String {
    switch registration {
    case .aligned: return "\"aligned\": true"
    case .depthToImage(let transform):
      let t = transform.translation
      return """
        "aligned": false,
          "depth_to_image": {
            "rotation": \(rows(transform.rotation)),
            "translation_metres": [\(t.x), \(t.y), \(t.z)]
          }
        """
    case .homography(let homography):
      return """
        "aligned": false,
          "homography": \(rows(homography.elements))
        """
    }
  }

  private static func rows(_ matrix: [Double]) -> String {
    "[\(Array(matrix[0...2])), \(Array(matrix[3...5])), \(Array(matrix[6...8]))]"
  }

  static func faceBox(_ box: FaceBox?) -> String {
    guard let box else { return "" }
    return ",\n  \"face_box\": [\(box.x), \(box.y), \(box.width), \(box.height)]"
  }
}

public import Liveness
import LivenessFaces
import LivenessSensing

extension CaptureFolder {
  /// The files of a folder that holds the capture, without loss: `capture.json`, the depth as PNG of
  /// 16 bits where whole units say it exactly and as NPY otherwise, and the images as PNG.
  ///
  /// The description is read again before anything is returned: no folder is written that is refused,
  /// or understood otherwise, when it is read.
  ///
  /// - Throws: ``CaptureError`` with the code `notWritable` where a frame has no camera, or the
  ///   capture holds something that the format does not know.
  public static func files(of capture: LivenessCapture) throws(CaptureError) -> [CaptureFile] {
    let depth = try DepthEncoding(capture.depth)
    var files = [depth.file]
    var images: [String] = []
    let depthTime = try CaptureText.time(capture.depthTime)
    let imageTime = try CaptureText.time(capture.imageTime)
    for (index, image) in capture.images.enumerated() {
      try checkLight(of: image)
      let name = index == 0 ? "\(image.modality).png" : "\(image.modality)-\(index + 1).png"
      files.append(
        CaptureFile(
          name: name,
          bytes: try PNGFile.encode(
            width: image.width, height: image.height, channels: image.channels,
            pixels: image.pixels)))
      images.append(
        """
        { "file": "\(name)", "modality": "\(image.modality)",\(imageTime)
              "camera": \(try CaptureText.camera(image.camera)) }
        """)
    }
    let text = """
      {
        "format": "liveness-capture/1",
        "depth": {
          "file": "\(depth.file.name)", "metres_per_unit": \(depth.unit),
          "invalid": \(depth.invalid),\(depthTime)
          "camera": \(try CaptureText.camera(capture.depth.camera))
        },
        "images": [\(images.joined(separator: ",\n    "))],
        \(CaptureText.registration(capture.registration)),
        "cropped": \(capture.isCropped)\(CaptureText.faceBox(capture.faceBox))
      }

      """
    let description = CaptureFile(name: descriptionName, bytes: Array(text.utf8))
    try check(description, of: capture)
    return files + [description]
  }

  /// Refuses an image that no description can name, or whose channels are not those of its light.
  private static func checkLight(of image: ImageFrame) throws(CaptureError) {
    let known = CaptureDescription.modalities
    guard known.contains(image.modality) else {
      let names = known.map(\.rawValue).joined(separator: ", ")
      throw .unwritable(
        "capture", "expected images whose light is one of \(names), found \(image.modality)")
    }
    guard image.modality != .color || image.channels == 3 else {
      throw .unwritable(
        "capture", "expected three channels of an image in \(image.modality), found one")
    }
  }

  /// Refuses a description that would not be read as the capture that it is of.
  private static func check(
    _ written: CaptureFile, of capture: LivenessCapture
  ) throws(CaptureError) {
    let description: CaptureDescription
    do {
      description = try CaptureDescription(
        json: written.bytes, file: written.name,
        files: CaptureFiles(folder: "", budget: .standard))
    } catch {
      throw .unwritable("capture", error.message)
    }
    let differences = description.differences(from: capture)
    guard differences.isEmpty else {
      throw .unwritable(
        "capture",
        "expected one that the format can say, found that it would change the "
          + differences.joined(separator: ", "))
    }
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
    let focal = SIMD2(camera.focalX, camera.focalY)
    let center = table.center * focal + SIMD2(camera.centerX, camera.centerY)
    return """
      { "model": "\(model)", "maps": "\(table.mapping.rawValue)",
              "center": [\(center.x), \(center.y)], "magnifications": \(table.magnifications) }
      """
  }

  /// A member with its comma; nothing where the time is not known.
  static func time(_ time: Duration?) throws(CaptureError) -> String {
    guard let time else { return "" }
    guard time >= .zero, time <= .seconds(CaptureDescription.latest) else {
      throw .unwritable(
        "capture", "expected times from 0 to \(CaptureDescription.latest) seconds, found \(time)")
    }
    let (seconds, attoseconds) = time.components
    return " \"time_seconds\": \(Double(seconds) + Double(attoseconds) * 1e-18),"
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

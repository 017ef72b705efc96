import Liveness
import LivenessFaces
import LivenessMedia
import LivenessSensing
import LivenessTensors

extension Workload {
  /// The detector on a sample capture, its alignment on another one, and what it does before the first.
  static func detectors(captures: String) -> [Workload] {
    [
      Workload(.detector, "load-default-models") { load in
        { [try probability(LivenessDetector(threads: load.threads).threshold)] }
      },
      Workload(.detector, "read-capture") { _ in
        { [probability(Double(try capture("live-01", in: captures).depth.width))] }
      },
      Workload(.detector, "align-640x480") { _ in
        // Its cameras stand beside each other, and the image's has a lens.
        let capture = try capture("live-02", in: captures)
        guard case .depthToImage(let transform) = capture.registration, let box = capture.faceBox
        else { return { [] } }
        return {
          let depth = try AlignedFrames(
            aligning: capture.depth, to: capture.images[0], by: transform
          ).depth
          let (x, y) = (box.x + box.width / 2, box.y + box.height / 2)
          return [probability(Double(depth[Int(x), Int(y)]))]
        }
      },
      Workload(.detector, "detect", isScalable: true) { load in
        try judging(capture("live-01", in: captures), load)
      },
      Workload(.detector, "find-and-detect", isScalable: true) { load in
        // The same, where nobody says where the face is.
        let named = try capture("live-01", in: captures)
        return try judging(
          LivenessCapture(depth: named.depth, images: named.images, registration: .aligned), load)
      },
      Workload(.detector, "silent-photo", isScalable: true) { load in
        let detector = try silentDetector(threads: load.threads)
        let photo = try photo(in: captures)
        let box = FaceBox(x: 106, y: 147, width: 207, height: 213)
        return {
          try (0..<load.batch).map { _ in
            probability(try detector.detect(photo, face: box).liveProbability ?? .nan)
          }
        }
      },
    ]
  }

  private static func judging(
    _ capture: LivenessCapture, _ load: Load
  ) throws -> Run {
    let detector = try LivenessDetector(threads: load.threads)
    return {
      try (0..<load.batch).map { _ in
        probability(try detector.detect(capture).liveProbability ?? .nan)
      }
    }
  }

  /// Minivision's pair with seeded parameters: the time does not depend on them.
  private static func silentDetector(threads: Int) throws -> SilentFaceDetector {
    let near = SilentFaceModel.minivision(
      "near", scale: 2.7, architecture: .v2, from: SeededTensors.parameters)
    let far = SilentFaceModel.minivision(
      "far", scale: 4, architecture: .v1SE, from: SeededTensors.parameters)
    return try SilentFaceDetector(models: [near, far], threads: threads)
  }

  /// A colour image as large as the authors' photos, made of a sample capture.
  private static func photo(in folder: String) throws -> ImageFrame {
    let (width, height) = (480, 640)
    let image = try capture("live-01", in: folder).images[0]
    var pixels: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        for channel in 0..<3 {
          pixels.append(image[x % image.width, y % image.height, channel % image.channels])
        }
      }
    }
    return try ImageFrame(
      width: width, height: height, channels: 3, pixels: pixels, modality: .color)
  }

  private static func capture(_ name: String, in folder: String) throws -> LivenessCapture {
    try CaptureFolder.read(at: "\(folder)/\(name)")
  }

  private static func probability(_ value: Double) -> Tensor {
    Tensor(shape: [1], scalars: [Float(value)])
  }
}

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
        let detector = try LivenessDetector(threads: load.threads)
        let capture = try capture("live-01", in: captures)
        return {
          try (0..<load.batch).map { _ in
            probability(try detector.detect(capture).liveProbability ?? .nan)
          }
        }
      },
    ]
  }

  private static func capture(_ name: String, in folder: String) throws -> LivenessCapture {
    try CaptureFolder.read(at: "\(folder)/\(name)")
  }

  private static func probability(_ value: Double) -> Tensor {
    Tensor(shape: [1], scalars: [Float(value)])
  }
}

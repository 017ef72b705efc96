import Liveness
import LivenessMedia
import LivenessSensing
import LivenessTensors

extension Workload {
  /// The detector on a sample capture, and what it does before the first one.
  static func detectors(captures: String) -> [Workload] {
    [
      Workload(.detector, "load-default-models") { load in
        { [try probability(LivenessDetector(threads: load.threads).threshold)] }
      },
      Workload(.detector, "read-capture") { _ in
        { [probability(Double(try capture(in: captures).depth.width))] }
      },
      Workload(.detector, "detect", isScalable: true) { load in
        let detector = try LivenessDetector(threads: load.threads)
        let capture = try capture(in: captures)
        return {
          try (0..<load.batch).map { _ in
            probability(try detector.detect(capture).liveProbability ?? .nan)
          }
        }
      },
    ]
  }

  private static func capture(in folder: String) throws -> LivenessCapture {
    try CaptureFolder.read(at: "\(folder)/live-01")
  }

  private static func probability(_ value: Double) -> Tensor {
    Tensor(shape: [1], scalars: [Float(value)])
  }
}

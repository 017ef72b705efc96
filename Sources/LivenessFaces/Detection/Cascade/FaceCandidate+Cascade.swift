extension FaceCandidate {
  /// A finding of a cascade's network about a box.
  init(_ finding: CascadeStage.Finding, box: SIMD4<Double>) {
    let sides = box.highHalf - box.lowHalf + 1
    self.init(
      box: box, score: finding.score,
      landmarks: finding.landmarks.map { box.lowHalf + $0 * sides - 1 },
      offsets: finding.offsets)
  }

  /// With its edges moved by multiples of its sides, which are longer by a number of pixels than the
  /// distance of the edges.
  func moved(by offsets: SIMD4<Double>, adding pixels: Double) -> FaceCandidate {
    let sides = extent + pixels
    var moved = self
    moved.box += offsets * SIMD4(lowHalf: sides, highHalf: sides)
    return moved
  }

  /// The square with the box's middle and its larger side.
  var squared: SIMD4<Double> {
    let low = box.lowHalf + extent / 2 - extent.max() / 2
    return SIMD4(lowHalf: low, highHalf: low + extent.max())
  }

  /// The face that it is.
  var face: DetectedFace {
    DetectedFace(
      box: FaceBox(x: box[0], y: box[1], width: extent.x, height: extent.y), score: score,
      landmarks: landmarks)
  }
}

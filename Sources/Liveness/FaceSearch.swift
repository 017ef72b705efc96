import LivenessFaces
import LivenessSensing

/// Which faces of a capture are judged: the one that it names, or those that a detector finds and
/// the policy chooses.
struct FaceSearch {
  /// When the search began; the latency budget of all its faces counts from then.
  let start = ContinuousClock.now
  /// One box for each result; `nil` where there is none to judge.
  private(set) var boxes: [FaceBox?] = [nil]
  /// Why there is none to judge.
  private(set) var reason: LivenessReason?
  /// Depth and image on one grid, where the choice needed them.
  private(set) var aligned: AlignedFrames?
  /// How long detector and choice took.
  private(set) var timings = StageTimings()
  private let aligners: AlignerCache

  init(detector: LivenessDetector, capture: LivenessCapture) throws {
    aligners = detector.aligners
    guard capture.faceBox == nil, let faceDetector = detector.faceDetector,
      let image = detector.image(of: capture)
    else {
      boxes = [capture.faceBox]
      return
    }
    try Task.checkCancellation()
    let found = try timings.measure("detection") {
      do {
        return try faceDetector.faces(in: image, threads: detector.threads)
      } catch let error as CancellationError {
        throw error
      } catch {
        throw LivenessError.search(error)
      }
    }
    let faces = found.map(\.box).filter(\.isValid)
    guard faces.count > 1 else {
      boxes = [faces.first]
      return
    }
    try choose(from: faces, by: detector.policy.faces, capture, image)
  }

  private mutating func choose(
    from faces: [FaceBox], by choice: FaceChoice, _ capture: LivenessCapture, _ image: ImageFrame
  ) throws {
    switch choice {
    case .refuse: reason = .severalFaces
    case .all:
      boxes = faces
      aligned = try align(capture, image)
    case .largest:
      boxes = [FaceSearch.first(of: faces) { -$0.width * $0.height }]
    case .nearest:
      let frames = try align(capture, image)
      aligned = frames
      boxes = [
        FaceSearch.first(of: faces) { FaceSearch.distance(to: $0, in: frames.depth) ?? -.infinity }
      ]
    }
  }

  private mutating func align(
    _ capture: LivenessCapture, _ image: ImageFrame
  ) throws -> AlignedFrames {
    try timings.measure("alignment") { [aligners] in
      try AlignedFrames(of: capture, on: image, keeping: aligners)
    }
  }

  /// The face with the least value; the first of equal ones.
  private static func first(
    of faces: [FaceBox], by value: (FaceBox) -> Double
  ) -> FaceBox? {
    faces.map { (face: $0, value: value($0)) }.min { $0.value < $1.value }?.face
  }

  /// The median of the valid depths in the middle of a box, half as wide and high as it; `nil` where
  /// there are none.
  static func distance(to box: FaceBox, in depth: DepthFrame) -> Double? {
    let columns = pixels(from: box.x + 0.25 * box.width, 0.5 * box.width, below: depth.width)
    let rows = pixels(from: box.y + 0.25 * box.height, 0.5 * box.height, below: depth.height)
    let valid = rows.flatMap { depth.distances(row: $0, columns: columns) }
      .filter { !$0.isNaN }.sorted()
    return valid.isEmpty ? nil : Double(valid[(valid.count - 1) / 2])
  }

  private static func pixels(from start: Double, _ extent: Double, below count: Int) -> Range<Int> {
    let first = Int(max(0, min(start.rounded(), Double(count))))
    let end = Int(max(0, min((start + extent).rounded(), Double(count))))
    return first..<max(first, end)
  }
}

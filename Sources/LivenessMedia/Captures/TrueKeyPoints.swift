public import LivenessFaces
import LivenessLayers

/// Where the key points of a capture truly are, as the file `truth.json` of its folder says.
///
/// Documentation/CaptureFormat.md specifies it.
public struct TrueKeyPoints: Sendable, Hashable {
  /// The points, in pixels of the image.
  public let points: FaceKeyPoints
  /// The distance between the outer eye corners, points 36 and 45, in pixels.
  public let interOcularDistance: Double

  /// The name of the file.
  static let fileName = "truth.json"
  /// The largest `truth.json`, in bytes.
  static let largestFile = 1 << 20
  private static let farthest = 1_000_000.0

  /// Takes points of which the outer eye corners are a pixel apart or more; `nil` for others.
  public init?(_ points: FaceKeyPoints) {
    guard points.points.count == FaceKeyPoints.count else { return nil }
    let corners = points.points[45] - points.points[36]
    interOcularDistance = (corners * corners).sum().squareRoot()
    guard interOcularDistance >= 1 else { return nil }
    self.points = points
  }

  /// The mean distance of found points from these, divided by the ``interOcularDistance``.
  ///
  /// - Returns: The share; `nil` where the points are of another scheme, or not finite.
  public func error(of found: FaceKeyPoints) -> Double? {
    guard found.points.count == points.points.count else { return nil }
    let sum = zip(found.points, points.points).reduce(0) { sum, pair in
      let difference = pair.0 - pair.1
      return sum + (difference * difference).sum().squareRoot()
    }
    let error = sum / (Double(FaceKeyPoints.count) * interOcularDistance)
    return error.isFinite ? error : nil
  }

  /// Reads a document.
  init(json: [UInt8], file: String) throws(CaptureError) {
    let fields = try CaptureFields(json: json, file: file)
    try fields.allow([
      "points", "pupils", "canthi", "visible", "openness", "yaw_pitch_roll_degrees", "face_boxes",
      "distance_millimetres", "detail",
    ])
    let rows = try fields.pairs("points", count: FaceKeyPoints.count)
    guard
      rows.allSatisfy({ abs($0.x) <= Self.farthest && abs($0.y) <= Self.farthest })
    else {
      throw fields.wrong(
        "points", expected: "pixels within ±1000000", found: "one that lies farther away")
    }
    guard let points = TrueKeyPoints(FaceKeyPoints(points: rows)) else {
      throw fields.wrong(
        "points", expected: "outer eye corners (36 and 45) a pixel apart or more",
        found: "them in one place")
    }
    self = points
  }
}

extension CaptureFields {
  /// An array of so many pairs of numbers.
  fileprivate func pairs(_ name: String, count: Int) throws(CaptureError) -> [SIMD2<Double>] {
    let elements = try elements(name)
    guard elements.count == count else {
      throw wrong(name, expected: "\(count) points [x, y]", found: "\(elements.count)")
    }
    var pairs: [SIMD2<Double>] = []
    for (index, element) in elements.enumerated() {
      guard case .array(let pair) = element, pair.count == 2, case .number(let x) = pair[0],
        case .number(let y) = pair[1]
      else {
        throw wrong("\(name)[\(index)]", expected: "a point [x, y]", found: "something else")
      }
      pairs.append(SIMD2(x.value, y.value))
    }
    return pairs
  }
}

extension CaptureFolder {
  /// Where the key points of a capture truly are; `nil` where its folder does not say.
  ///
  /// - Throws: ``CaptureError`` that names the file and what was expected and found there.
  public static func trueKeyPoints(at path: String) throws(CaptureError) -> TrueKeyPoints? {
    try refuseEmpty(path)
    let file = FolderPath.joining(path, TrueKeyPoints.fileName)
    let bytes: [UInt8]
    do {
      bytes = try RegularFile.bytes(at: file, limit: TrueKeyPoints.largestFile)
    } catch  where error.code == .missingFile {
      return nil
    }
    return try TrueKeyPoints(json: bytes, file: file)
  }
}

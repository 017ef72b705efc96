import Liveness
import LivenessFaces

/// The face box, the crop and the key points as lines over a picture of a frame.
struct FaceOverlay {
  let width: Int
  let height: Int
  let face: FaceBox?
  let keyPoints: FaceKeyPoints?
  /// The square that the networks saw.
  let crop: FaceCrop?

  /// Box, crop and key points, in the coordinates of the frame.
  var svg: String { drawing(cropSquare + box + lines + dots) }

  /// The box alone.
  var boxOnly: String { drawing(cropSquare + box) }

  private func drawing(_ shapes: String) -> String {
    """
    <svg viewBox="0 0 \(width) \(height)" preserveAspectRatio="none" aria-hidden="true">\
    \(shapes)</svg>
    """
  }

  private var box: String {
    guard let face, face.isValid else { return "" }
    return FaceOverlay.rectangle(face.x, face.y, face.width, face.height, kind: "box")
  }

  private var cropSquare: String {
    guard let crop else { return "" }
    return FaceOverlay.rectangle(crop.left, crop.top, crop.side, crop.side, kind: "crop")
  }

  private static func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, kind: String
  ) -> String {
    """
    <rect class="\(kind)" x="\(number(x))" y="\(number(y))" width="\(number(width))" \
    height="\(number(height))"/>
    """
  }

  /// The runs of key points that outline something: chin, brows, nose, eyes and lips.
  private static let runs: [(points: ClosedRange<Int>, isClosed: Bool)] = [
    (0...16, false), (17...21, false), (22...26, false), (27...30, false), (31...35, false),
    (36...41, true), (42...47, true), (48...59, true), (60...67, true),
  ]

  private var lines: String {
    guard let points = shownPoints else { return "" }
    return FaceOverlay.runs.map { run in
      let corners = points[run.points].map { $0.map(FaceOverlay.pair) ?? "" }
      guard !corners.contains("") else { return "" }
      let shape = run.isClosed ? "polygon" : "polyline"
      return "<\(shape) points=\"\(corners.joined(separator: " "))\"/>"
    }.joined()
  }

  private var dots: String {
    guard let points = shownPoints else { return "" }
    let radius = FaceOverlay.number(max(1, (face?.height ?? Double(height) / 2) / 150))
    return points.compactMap { point in
      point.map { point in
        let (x, y) = (FaceOverlay.number(point.x), FaceOverlay.number(point.y))
        return "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"\(radius)\"/>"
      }
    }.joined()
  }

  /// The points in edge coordinates; `nil` for one that is nowhere.
  private var shownPoints: [SIMD2<Double>?]? {
    keyPoints?.points.map { $0.x.isFinite && $0.y.isFinite ? $0 + 0.5 : nil }
  }

  private static func pair(_ point: SIMD2<Double>) -> String {
    number(point.x) + "," + number(point.y)
  }

  private static func number(_ value: Double) -> String {
    JSONText.number(value.isFinite ? value : 0, decimals: 1)
  }
}

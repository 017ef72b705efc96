/// What stands before simulated cameras.
public enum SimulatedSubject: String, Sendable, Hashable, CaseIterable {
  /// A surface like a face: an ellipsoid of a head with a nose and hollows for the eyes.
  case face
  /// A picture of that surface on a flat sheet.
  case flatPrint
  /// The picture on a sheet that is bent around an upright cylinder.
  case bentPrint
}

/// A subject before a wall, in metres: x right, y down, z forward, the subject's middle at 0.
struct SimulatedScene {
  /// Half the width, height and depth of the head.
  static let head = SIMD3(0.075, 0.105, 0.09)
  private static let nose = (middle: SIMD3(0, 0.012, -0.082), half: SIMD3(0.014, 0.028, 0.026))
  private static let sheet = SIMD2(0.1, 0.13)
  private static let bend = 0.12

  let subject: SimulatedSubject
  /// Where the subject's front is.
  let middle: SIMD3<Double>
  /// How far away the wall is.
  let wall: Double

  /// Where a ray ends, and how bright it is there, 0 to 1.
  ///
  /// - Parameters:
  ///   - origin: A point before the wall.
  ///   - direction: Where it goes, with a positive z.
  /// - Returns: The point, and the light.
  func hit(
    from origin: SIMD3<Double>, along direction: SIMD3<Double>
  ) -> (point: SIMD3<Double>, light: Double) {
    let start = origin - middle
    if let t = distance(from: start, along: direction) {
      return (origin + direction * t, light(at: start + direction * t))
    }
    let t = (wall - origin.z) / direction.z
    return (origin + direction * t, 0.12)
  }

  private func distance(from start: SIMD3<Double>, along direction: SIMD3<Double>) -> Double? {
    switch subject {
    case .face:
      let head = SimulatedScene.ellipsoid(
        SIMD3(0, 0, SimulatedScene.head.z), SimulatedScene.head, start, direction)
      let (middle, half) = SimulatedScene.nose
      let nose = SimulatedScene.ellipsoid(
        middle + SIMD3(0, 0, SimulatedScene.head.z), half, start, direction)
      guard let head, let nose else { return head ?? nose }
      return min(head, nose)
    case .flatPrint:
      let t = -start.z / direction.z
      return t > 0 && SimulatedScene.isOnSheet(start + direction * t) ? t : nil
    case .bentPrint:
      let radius = SimulatedScene.bend
      let (x, z) = (start.x, start.z - radius)
      let a = direction.x * direction.x + direction.z * direction.z
      let b = x * direction.x + z * direction.z
      let inside = b * b - a * (x * x + z * z - radius * radius)
      guard inside > 0 else { return nil }
      let t = (-b - inside.squareRoot()) / a
      return t > 0 && SimulatedScene.isOnSheet(start + direction * t) ? t : nil
    }
  }

  private static func isOnSheet(_ point: SIMD3<Double>) -> Bool {
    abs(point.x) < sheet.x && abs(point.y) < sheet.y
  }

  /// The nearer of the two places where a ray meets an ellipsoid.
  private static func ellipsoid(
    _ middle: SIMD3<Double>, _ half: SIMD3<Double>, _ start: SIMD3<Double>,
    _ direction: SIMD3<Double>
  ) -> Double? {
    let (offset, step) = ((start - middle) / half, direction / half)
    let (a, b) = ((step * step).sum(), (step * offset).sum())
    let inside = b * b - a * ((offset * offset).sum() - 1)
    guard inside > 0 else { return nil }
    let t = (-b - inside.squareRoot()) / a
    return t > 0 ? t : nil
  }

  /// A lamp beside the camera on skin, or its picture on a sheet.
  private func light(at point: SIMD3<Double>) -> Double {
    let half = SimulatedScene.head
    let (x, y) = (point.x / half.x, point.y / half.y)
    let inside = 1 - x * x - y * y
    guard inside > 0 else { return subject == .face ? 0.2 : 0.35 }
    return 0.15 + 0.6 * inside.squareRoot() * SimulatedScene.skin(x, y)
  }

  /// A part of a face that is darker than skin, on both sides: an ellipse.
  private struct Mark {
    let middle: SIMD2<Double>
    let half: SIMD2<Double>
    let light: Double

    func covers(_ point: SIMD2<Double>) -> Bool {
      let offset = (point - middle) / half
      return (offset * offset).sum() < 1
    }
  }

  /// Eyes, brows, nostrils and mouth.
  private static let marks = [
    Mark(middle: [0.42, -0.16], half: [0.2, 0.055], light: 0.45),
    Mark(middle: [0.42, -0.3], half: [0.26, 0.04], light: 0.6),
    Mark(middle: [0.09, 0.28], half: [0.05, 0.03], light: 0.5),
    Mark(middle: [0, 0.5], half: [0.32, 0.06], light: 0.65),
  ]

  /// How light skin is; (0, 0) is the middle of the face, (1, 1) its rim.
  private static func skin(_ x: Double, _ y: Double) -> Double {
    for mark in marks where mark.covers(SIMD2(abs(x), y)) { return mark.light }
    return 1
  }
}

import LivenessSensing
import TestSupport
import Testing

struct RigidTransformTests {
  private static let quarterTurn: [Double] = [0, -1, 0, 1, 0, 0, 0, 0, 1]

  @Test func `a quarter turn about the optical axis takes x to y`() throws {
    let transform = try RigidTransform(
      rotation: Self.quarterTurn, translation: SIMD3(0.1, 0, -0.2))
    #expect(transform.apply(to: SIMD3(1, 0, 5)) == SIMD3(0.1, 1, 4.8))
    #expect(transform.rotate(SIMD3(1, 0, 5)) == SIMD3(0, 1, 5))
    #expect(transform.rotation == Self.quarterTurn)
    #expect(RigidTransform.identity.apply(to: SIMD3(1, 2, 3)) == SIMD3(1, 2, 3))
  }

  @Test func `the inverse leads back, even where the matrix was rounded`() throws {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<100 {
      let (rotation, translation) = randomMotion(&generator)
      let rounded = rotation.map { ($0 * 2000).rounded() / 2000 }
      let transform = try RigidTransform(rotation: rounded, translation: translation)
      let point = SIMD3(0.3, -0.2, 1.5)
      let back = transform.inverse.apply(to: transform.apply(to: point))
      #expect(((back - point) * (back - point)).sum() < 1e-24, "\(rounded) \(translation)")
    }
  }

  /// A rotation from a random unit quaternion, and a short translation.
  private func randomMotion(_ generator: inout SeededGenerator) -> ([Double], SIMD3<Double>) {
    var q = SIMD4<Double>.random(in: -1...1, using: &generator)
    q /= (q * q).sum().squareRoot()
    let (w, x, y, z) = (q.x, q.y, q.z, q.w)
    let rotation = [
      1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y),
      2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x),
      2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y),
    ]
    return (rotation, SIMD3.random(in: -0.2...0.2, using: &generator))
  }

  @Test func `a mirror is no rotation`() {
    #expect(throws: RigidTransformError.notARotation(deviation: 0, determinant: -1)) {
      try RigidTransform(rotation: [1, 0, 0, 0, 1, 0, 0, 0, -1], translation: .zero)
    }
  }

  @Test(arguments: [[2.0, 0, 0, 0, 1, 0, 0, 0, 1], [1, 0.01, 0, 0, 1, 0, 0, 0, 1]])
  func `a matrix that stretches or shears is no rotation`(rotation: [Double]) {
    #expect {
      try RigidTransform(rotation: rotation, translation: .zero)
    } throws: { error in
      guard case .notARotation(let deviation, _)? = error as? RigidTransformError else {
        return false
      }
      return deviation > 1e-3
    }
  }

  @Test func `numbers that are not finite are no rotation`() {
    #expect(throws: RigidTransformError.self) {
      try RigidTransform(rotation: [.nan, 0, 0, 0, 1, 0, 0, 0, 1], translation: .zero)
    }
    #expect(throws: RigidTransformError.self) {
      try RigidTransform(rotation: [.infinity, 0, 0, 0, 1, 0, 0, 0, 1], translation: .zero)
    }
  }

  @Test func `a rotation has nine values`() {
    #expect(throws: RigidTransformError.elementCount(found: 8)) {
      try RigidTransform(rotation: [1, 0, 0, 0, 1, 0, 0, 0], translation: .zero)
    }
  }

  @Test func `sensors stand near each other`() throws {
    let identity = RigidTransform.identity.rotation
    #expect(throws: Never.self) {
      try RigidTransform(rotation: identity, translation: SIMD3(0, 10, 0))
    }
    #expect(throws: RigidTransformError.translation(SIMD3(0, 10.1, 0))) {
      try RigidTransform(rotation: identity, translation: SIMD3(0, 10.1, 0))
    }
    #expect(throws: RigidTransformError.self) {
      try RigidTransform(rotation: identity, translation: SIMD3(0, .nan, 0))
    }
  }
}

import TestSupport
import Testing

@testable import LivenessFaces

struct SurfaceFitTests {
  /// Points on a grid of 14 × 14 over 16 centimetres, half a metre away, in metres.
  private func surface(_ height: (SIMD2<Double>) -> Double) -> [SIMD3<Double>] {
    (0..<196).map { index in
      let place = SIMD2(Double(index % 14), Double(index / 14)) / 13 * 0.16 - 0.08
      return SIMD3(place.x, place.y, 0.5 + height(place))
    }
  }

  private func planeResidual(of points: [SIMD3<Double>]) throws -> Double {
    try #require(SurfaceFit.plane(of: points)).residual
  }

  @Test func `a tilted plane is found where it is`() throws {
    let plane = try #require(SurfaceFit.plane(of: surface { 0.3 * $0.x - 0.2 * $0.y }))
    #expect(abs(plane.offset - 0.5) < 1e-9)
    #expect(abs(plane.slope.x - 0.3) < 1e-9 && abs(plane.slope.y + 0.2) < 1e-9)
    let point = try #require(plane.point(onRay: SIMD2(0.1, 0)))
    #expect(abs(point.z - (0.5 + 0.3 * point.x)) < 1e-9 && abs(point.x - 0.1 * point.z) < 1e-12)
    #expect(plane.point(onRay: SIMD2(4, 0)) == nil)
  }

  @Test func `a tilted plane is a plane`() throws {
    let points = surface { 0.3 * $0.x - 0.2 * $0.y }
    #expect(try planeResidual(of: points) < 1e-9)
    #expect(SurfaceFit.cylinderResidual(of: points) < 1e-9)
  }

  @Test func `a bent sheet is a cylinder and no plane`() throws {
    for tilt in [0.0, 0.1, 0.4] {
      let points = surface { place in
        let u = place.x * (1 - tilt * tilt).squareRoot() + place.y * tilt
        return 4 * u * u
      }
      #expect(try planeResidual(of: points) > 0.004)
      #expect(SurfaceFit.cylinderResidual(of: points) < 0.0008)
    }
  }

  @Test func `a dome with a nose is neither`() throws {
    let points = surface { place in
      let square = place.x * place.x + place.y * place.y
      let isNose = abs(place.x) < 0.015 && abs(place.y) < 0.03
      return 4 * square - (isNose ? 0.02 : 0)
    }
    #expect(try planeResidual(of: points) > 0.004)
    #expect(SurfaceFit.cylinderResidual(of: points) > 0.003)
  }

  @Test func `noise of a sensor and a few flying pixels leave a plane a plane`() throws {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<20 {
      var points = surface { 0.2 * $0.x }
      for index in points.indices {
        points[index].z += .random(in: -0.002...0.002, using: &generator)
      }
      for _ in 0..<8 {
        points[Int.random(in: 0..<points.count, using: &generator)].z += 0.3
      }
      let residual = try planeResidual(of: points)
      #expect(residual > 0.0008)
      #expect(residual < 0.0016)
    }
  }

  @Test func `least squares solve what can be solved`() throws {
    func equations(_ rows: [(Double, Double, Double)]) -> LeastSquares {
      var equations = LeastSquares(unknowns: 2)
      for row in rows { equations.add(SIMD8(row.0, row.1, row.2, 0, 0, 0, 0, 0), weight: 2) }
      return equations
    }
    let line = equations([(1, 0, 1), (1, 1, 3), (1, 2, 5)])
    let solved = try #require(line.solution)
    #expect(abs(solved[0] - 1) < 1e-12 && abs(solved[1] - 2) < 1e-12)
    // The inverse of 2 · [[3, 3], [3, 5]] has 5/12 and 1/4 on its diagonal.
    #expect(abs((line.variance(of: 0) ?? 0) - 5 / 12.0) < 1e-12)
    #expect(abs((line.variance(of: 1) ?? 0) - 1 / 4.0) < 1e-12)
    let double = equations([(1, 1, 1), (2, 2, 2)])
    #expect(double.solution == nil && double.variance(of: 0) == nil)
  }
}

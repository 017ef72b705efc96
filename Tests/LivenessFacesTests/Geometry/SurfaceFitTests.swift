import TestSupport
import Testing

@testable import LivenessFaces

struct SurfaceFitTests {
  /// Points on the cells of a grid of 14 × 14 over 16 centimetres, half a metre away, in metres.
  private func surface(_ height: (SIMD2<Double>) -> Double) -> [SIMD3<Double>] {
    (0..<196).map { index in
      let place = SIMD2(Double(index % 14), Double(index / 14)) / 13 * 0.16 - 0.08
      return SIMD3(place.x, place.y, 0.5 + height(place))
    }
  }

  private let places = (0..<196).map { $0 / 14 * FaceCells.across + $0 % 14 }

  private func fit(_ points: [SIMD3<Double>]) throws -> SurfaceFit {
    try #require(SurfaceFit(of: points, at: places, fewest: 40))
  }

  private func dome(_ place: SIMD2<Double>) -> Double {
    let square = place.x * place.x + place.y * place.y
    let isNose = abs(place.x) < 0.015 && abs(place.y) < 0.03
    return 4 * square - (isNose ? 0.02 : 0)
  }

  @Test func `a tilted plane is a plane`() throws {
    let fit = try fit(surface { 0.3 * $0.x - 0.2 * $0.y })
    #expect(fit.planeResidual < 1e-9 && fit.sharedPlaneResidual < 1e-9)
    #expect(fit.cylinderResidual < 1e-9)
  }

  @Test func `two planes that differ by a step are one plane and what is off it`() throws {
    // A quarter of the cells stands out by 8 millimetres: three fifths lie on one plane, the four
    // fifths that fit best hold a fifth of a quarter of the step.
    let fit = try fit(surface { $0.x > 0.04 ? -0.008 : 0 })
    #expect(fit.planeResidual < 1e-9)
    #expect(fit.sharedPlaneResidual > 0.001)
  }

  @Test func `a bent sheet is a cylinder and no plane`() throws {
    for tilt in [0.0, 0.1, 0.4] {
      let fit = try fit(
        surface { place in
          let u = place.x * (1 - tilt * tilt).squareRoot() + place.y * tilt
          return 4 * u * u
        })
      #expect(fit.planeResidual > 0.001 && fit.sharedPlaneResidual > 0.002)
      #expect(fit.cylinderResidual < (tilt == 0 ? 1e-9 : 0.001))
    }
  }

  @Test func `a dome with a nose is neither`() throws {
    let fit = try fit(surface(dome))
    #expect(fit.planeResidual > 0.0015 && fit.sharedPlaneResidual > 0.002)
    #expect(fit.cylinderResidual > 0.0015)
  }

  @Test func `a hand before a sheet leaves it a plane`() throws {
    let fit = try fit(surface { $0.y > 0.03 ? -0.1 - 20 * $0.x * $0.x : 0.2 * $0.x })
    #expect(fit.planeResidual < 1e-9 && fit.sharedPlaneResidual < 1e-9)
    #expect(fit.cylinderResidual < 1e-9)
  }

  @Test func `a wall before most of a face is not taken for the face`() {
    let points = surface { $0.y > -0.03 ? 0 : 0.3 + dome($0) }
    #expect(SurfaceFit(of: points, at: places, fewest: 40) == nil)
  }

  @Test func `too few points, and points on a line, say nothing`() {
    let points = surface { 0.2 * $0.x }
    #expect(SurfaceFit(of: points, at: places, fewest: 197) == nil)
    #expect(SurfaceFit(of: [], at: [], fewest: 0) == nil)
    let line = points.map { SIMD3($0.x, 2 * $0.x, $0.z) }
    #expect(SurfaceFit(of: line, at: places, fewest: 40) == nil)
  }

  @Test func `noise of a sensor and a few flying pixels leave a plane a plane`() throws {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<20 {
      var points = surface { 0.2 * $0.x }
      for index in points.indices {
        points[index].z += .random(in: -0.004...0.004, using: &generator)
      }
      for _ in 0..<8 {
        points[Int.random(in: 0..<points.count, using: &generator)].z += 0.03
      }
      let fit = try fit(points)
      // The best three fifths of ±4 millimetres lie within ±2.4; neighbours share nothing of it.
      #expect(fit.planeResidual > 0.001 && fit.planeResidual < 0.0017)
      #expect(fit.sharedPlaneResidual < 0.0014)
    }
  }

  @Test func `least squares solve what can be solved`() throws {
    func equations(_ rows: [(Double, Double, Double)]) -> LeastSquares {
      var equations = LeastSquares(unknowns: 2)
      for row in rows { equations.add(SIMD8(row.0, row.1, row.2, 0, 0, 0, 0, 0)) }
      return equations
    }
    let solved = try #require(equations([(1, 0, 1), (1, 1, 3), (1, 2, 5)]).solution)
    #expect(abs(solved[0] - 1) < 1e-12 && abs(solved[1] - 2) < 1e-12)
    #expect(equations([(1, 1, 1), (2, 2, 2)]).solution == nil)
    #expect(equations([(1, .nan, 1), (2, 2, 2)]).solution == nil)
  }

  @Test func `a line through most of the points is found, however far off the others are`() throws {
    // y = 1 + 2 · x at eight places, and three that are off it by 100, −7 and 0.5.
    var rows = (0..<11).map { x in SIMD8(1, Double(x), 1 + 2 * Double(x), 0, 0, 0, 0, 0) }
    for (index, error) in [(2, 100.0), (5, -7), (9, 0.5)] { rows[index][2] += error }
    let fit = try #require(
      TrimmedFit(rows, unknowns: 2, share: 0.75, starts: [Array(0..<11), [6, 7, 8, 10]]))
    #expect(fit.residual < 1e-9)
    for (index, error) in [(2, 100.0), (5, -7), (9, 0.5)] {
      #expect(abs(fit.errors[index] - error) < 1e-9 && !fit.counts[index])
    }
    #expect(fit.counts.count { $0 } == 8)
    #expect(TrimmedFit(rows, unknowns: 2, share: 0.3, starts: [Array(0..<11)]) == nil)
    #expect(TrimmedFit(rows, unknowns: 2, share: 0.75, starts: [[3, 4]]) == nil)
  }
}

import Testing

@testable import LivenessSensing

struct SimulatedCamerasTests {
  /// The depth of the pixels in the middle of the subject, 21 by 21, in metres.
  private func middle(_ frame: DepthFrame) -> [Float] {
    (109..<130).flatMap { y in (150..<171).map { frame[$0, y] } }.filter { !$0.isNaN }
  }

  private func depth(
    _ subject: SimulatedSubject, _ sensor: SimulatedSensor = .timeOfFlight, seed: UInt64 = 1
  ) async throws -> DepthFrame {
    var cameras = try SimulatedCameras(subject, sensor: sensor, frames: 1, seed: seed)
    let frame = try #require(try await cameras.nextDepth())
    #expect(try await cameras.nextDepth() == nil)
    return frame.frame
  }

  @Test func `Row 1.53: a simulator gives frames with times until it ends`() async throws {
    var cameras = try SimulatedCameras(
      .face, frames: 2, interval: .milliseconds(50), imageDelay: .milliseconds(4))
    for number in 0..<2 {
      #expect(try await cameras.nextDepth()?.time == .milliseconds(50 * number))
      #expect(try await cameras.nextImage()?.time == .milliseconds(50 * number + 4))
    }
    #expect(try await cameras.nextDepth() == nil)
    #expect(try await cameras.nextImage() == nil)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 0, -0.9, 0.099, 60.1, 1e300])
  func `a subject that no camera sees is refused`(distance: Double) {
    let error = #expect(throws: SimulationError.self) {
      try SimulatedCameras(.face, distance: distance)
    }
    guard case .distance(0.1...60, let found) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found.bitPattern == distance.bitPattern)
  }

  @Test(arguments: SimulatedSubject.allCases, SimulatedSensor.allCases)
  func `from the nearest to the farthest place every pixel has a depth or is a hole`(
    subject: SimulatedSubject, sensor: SimulatedSensor
  ) async throws {
    for distance in [0.1, 60] {
      var cameras = try SimulatedCameras(subject, sensor: sensor, distance: distance)
      let frame = try #require(try await cameras.nextDepth()).frame
      #expect(frame.values.allSatisfy { $0.isNaN || (0.001...65.534).contains($0) })
    }
  }

  @Test func `times that no clock counts are refused`() {
    let most = SimulatedCameras.longestTime
    for time in [
      Duration.seconds(Int64.max), most + .nanoseconds(1), Duration.zero - most - .seconds(1),
    ] {
      #expect(throws: SimulationError.time(expected: Duration.zero...most, found: time)) {
        try SimulatedCameras(.face, interval: time)
      }
      #expect(throws: SimulationError.time(expected: Duration.zero - most...most, found: time)) {
        try SimulatedCameras(.face, imageDelay: time)
      }
    }
  }

  @Test(arguments: SimulatedSensor.allCases)
  func `frames follow from the seed to the bit`(sensor: SimulatedSensor) async throws {
    var first = try SimulatedCameras(.face, sensor: sensor, frames: 2, seed: 9)
    var second = first
    var other = try SimulatedCameras(.face, sensor: sensor, frames: 2, seed: 10)
    var images: [[UInt8]] = []
    for _ in 0..<2 {
      let image = try #require(try await first.nextImage()).frame.pixels
      #expect(try await second.nextImage()?.frame.pixels == image)
      #expect(try await other.nextImage()?.frame.pixels != image)
      images.append(image)
      let values = try #require(try await first.nextDepth()).frame.values
      let again = try #require(try await second.nextDepth()).frame.values
      #expect(values.map(\.bitPattern) == again.map(\.bitPattern))
    }
    #expect(images[0] != images[1])
  }

  @Test func `a flat print is flat, a bent one bends across, a face stands out`() async throws {
    let flat = try await depth(.flatPrint)
    #expect(middle(flat).allSatisfy { abs($0 - 0.5) < 0.01 })
    let bent = try await depth(.bentPrint)
    let (left, center, above) = (bent[124, 119], bent[160, 119], bent[160, 70])
    // 60 mm beside the middle of a cylinder of 120 mm lies 16 mm behind it.
    #expect(left - center > 0.01 && abs(above - center) < 0.012)
    let face = try await depth(.face)
    let (tip, cheek, brow) = (face[160, 127], face[138, 125], face[160, 85])
    #expect(cheek - tip > 0.015 && brow - tip > 0.015)
  }

  @Test func `Row 1.03: time of flight varies, flies at edges and loses pixels`() async throws {
    let frame = try await depth(.flatPrint)
    let values = middle(frame)
    let mean = values.reduce(0, +) / Float(values.count)
    let deviation =
      (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(values.count)).squareRoot()
    #expect((0.0012...0.0028).contains(deviation), "\(deviation)")
    #expect(frame.values.count { $0 > 0.6 && $0 < 1.3 } > 100)
    #expect((0.98...0.997).contains(frame.validShare))
    let raw = frame.values.filter { !$0.isNaN }
    #expect(raw.allSatisfy { abs($0 * 1000 - ($0 * 1000).rounded()) < 0.01 })
  }

  @Test func `Row 1.04: structured light comes in steps and leaves a shadow`() async throws {
    let frame = try await depth(.flatPrint, .structuredLight)
    // 300 px · 75 mm / 0.5 m = 45 px of disparity, an eighth of a pixel is 1.4 mm.
    let values = middle(frame)
    #expect(values.allSatisfy { abs($0 - 0.5) < 0.0015 })
    let wall = Set(frame.values.filter { $0 > 1.3 })
    #expect(wall.count <= 3)
    let shadow = (0..<frame.width).count { frame[$0, 119].isNaN }
    #expect((10...60).contains(shadow), "\(shadow)")
    #expect(frame.values.count { $0 > 0.6 && $0 < 1.3 } == 0)
  }
}

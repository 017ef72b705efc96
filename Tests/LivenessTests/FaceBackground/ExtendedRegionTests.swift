import LivenessFaces
import LivenessLayers
import TestSupport
import Testing

@testable import Liveness

struct ExtendedRegionTests {
  private func region(
    _ face: FaceBox, _ amount: RegionExtension, _ policy: BorderPolicy, _ width: Int, _ height: Int
  ) -> ExtendedRegion {
    ExtendedRegion(
      around: face, extending: amount, policy: policy, width: width, height: height)
  }

  private let face = FaceBox(x: 100, y: 60, width: 40, height: 20)

  @Test func `Rows 3.03 and 3.04: each side is extended by an amount of its own`() {
    for policy in BorderPolicy.allCases {
      let plain = region(face, .none, policy, 400, 300)
      #expect(plain.columns == 100..<141 && plain.rows == 60..<81)
      #expect(region(face, RegionExtension(left: 0.5), policy, 400, 300).columns == 80..<141)
      #expect(region(face, RegionExtension(right: 1), policy, 400, 300).columns == 100..<181)
      #expect(region(face, RegionExtension(up: 2), policy, 400, 300).rows == 20..<81)
      let below = region(face, RegionExtension(down: 0.25), policy, 400, 300)
      #expect(below.rows == 60..<86 && below.columns == 100..<141)
    }
  }

  @Test func `Row 3.11: beyond the frame a region shifts, shrinks or is padded`() {
    let wide = RegionExtension(left: 3)
    #expect(region(face, wide, .shift, 200, 300).columns == 0..<161)
    #expect(region(face, wide, .shrink, 200, 300).columns == 0..<141)
    #expect(region(face, wide, .pad, 200, 300).columns == -20..<141)
    let huge = region(face, RegionExtension(scale: 20), .shift, 200, 300)
    #expect(huge.columns.count == 200 && huge.columns.lowerBound == 0)
  }

  @Test func `Row 3.11: the default is Silent-Face's rule`() {
    // By hand: the scale is clamped to (256 − 1) / 60 = 4.25, the box 255 × 255 about (60, 60),
    // and moved from −67.5 to 0 along both axes.
    let corner = FaceBox(x: 30, y: 30, width: 60, height: 60)
    let moved = region(corner, RegionExtension(scale: 5), .shift, 256, 256)
    #expect(moved.columns == 0..<256 && moved.rows == 0..<256)
    #expect(RegionRule(extending: .none).border == .shift)
  }

  @Test(.enabled(if: OutsideModels.folder != nil, "LIVENESS_MODELS names no folder"))
  func `Row 3.11: the default gives all recorded boxes of Silent-Face`() throws {
    let path = "\(try #require(OutsideModels.folder))/minifasnet/box_formula_table.json"
    let table = try JSONValue(parsing: try TextFile.contents(of: path))
    guard case .object(let members) = table, case .array(let rows)? = members["rows"] else {
      Issue.record("no table of rows in \(path)")
      return
    }
    #expect(rows.count == 400)
    for row in rows {
      guard case .array(let cells) = row else { continue }
      let n = cells.map { cell in if case .number(let number) = cell { number.value } else { 0.0 } }
      let found = region(
        FaceBox(x: n[2], y: n[3], width: n[4], height: n[5]), RegionExtension(scale: n[6]), .shift,
        Int(n[0]), Int(n[1]))
      #expect(
        found.columns == Int(n[7])..<Int(n[9]) + 1 && found.rows == Int(n[8])..<Int(n[10]) + 1,
        "\(n)")
    }
  }

  @Test func `what shows of a region lies on the frame and beside the mask`() {
    // 40 × 20 pixels on a frame of 400 × 300, and the last ones that count.
    let plain = region(face, .none, .shrink, 400, 300)
    #expect(plain.share(onWidth: 400, height: 300, beside: nil) == 1)
    #expect(plain.share(onWidth: 400, height: 300, beside: plain) == 0)
    #expect(plain.share(onWidth: 120, height: 300, beside: nil) == 20.0 / 41)
    #expect(plain.share(onWidth: 90, height: 300, beside: nil) == 0)
    let wide = region(face, RegionExtension(left: 1), .pad, 400, 300)
    #expect(wide.share(onWidth: 400, height: 300, beside: plain) == 40.0 / 81)
    let corner = FaceBox(x: 0, y: 0, width: 100, height: 100)
    let padded = region(corner, RegionExtension(scale: 3), .pad, 200, 200)
    let mask = region(corner, .none, .shrink, 200, 200)
    let shown = 200.0 * 200 - 101 * 101
    #expect(padded.share(onWidth: 200, height: 200, beside: mask) == shown / (301 * 301))
  }

  @Test func `whatever the box, a region that is not padded lies on the frame`() {
    var random = SeededGenerator(seed: 311)
    for _ in 0..<2000 {
      let (width, height) = (
        Int.random(in: 1...300, using: &random), Int.random(in: 1...300, using: &random)
      )
      func number(_ range: ClosedRange<Double>) -> Double { .random(in: range, using: &random) }
      let face = FaceBox(
        x: number(-20...300), y: number(-20...300), width: number(0.01...400),
        height: number(0.01...400))
      let amount = RegionExtension(
        up: number(0...20), down: number(0...3), left: number(0...3), right: number(0...20))
      for policy in [BorderPolicy.shift, .shrink] {
        let found = region(face, amount, policy, width, height)
        #expect(found.columns.clamped(to: 0..<width) == found.columns && !found.columns.isEmpty)
        #expect(found.rows.clamped(to: 0..<height) == found.rows && !found.rows.isEmpty)
      }
      #expect(!region(face, amount, .pad, width, height).columns.isEmpty)
    }
  }
}

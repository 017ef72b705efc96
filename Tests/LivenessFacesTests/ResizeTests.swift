import Foundation
import LivenessSensing
import TestSupport
import Testing

@testable import LivenessFaces

/// Resizing of 8-bit samples, against OpenCV.
struct ResizeTests {
  private func grey(_ rows: [[UInt8]]) throws -> ImageFrame {
    try ImageFrame(width: rows[0].count, height: rows.count, pixels: rows.flatMap(\.self))
  }

  private func patch(
    _ image: ImageFrame, _ x: Int, _ y: Int, _ width: Int, _ height: Int,
    _ filling: FramePatch.Filling = .black
  ) throws -> FramePatch {
    try #require(
      FramePatch(
        of: image, in: PixelRectangle(x: x, y: y, width: width, height: height), filling: filling))
  }

  @Test func `a patch within the frame is its pixels`() throws {
    let image = try grey([[1, 2, 3], [4, 5, 6]])
    let patch = try patch(image, 1, 0, 2, 2)
    #expect([patch.row(0), patch.row(1)] == [[2, 3], [5, 6]])
  }

  @Test func `what lies beyond the frame is black or mirrored`() throws {
    let image = try grey([[1, 2, 3], [4, 5, 6]])
    let black = try patch(image, -2, -1, 6, 3)
    #expect(
      [0, 1, 2].map(black.row) == [
        [0, 0, 0, 0, 0, 0], [0, 0, 1, 2, 3, 0], [0, 0, 4, 5, 6, 0],
      ])
    let mirrored = try patch(image, -3, -1, 9, 4, .mirrored)
    #expect(mirrored.row(1) == [2, 3, 2, 1, 2, 3, 2, 1, 2])
    #expect(mirrored.row(3) == mirrored.row(1))
  }

  @Test func `single columns of a row are those of the whole row`() throws {
    let image = try grey([[1, 2, 3], [4, 5, 6]])
    let rectangle = PixelRectangle(x: -2, y: -1, width: 7, height: 4)
    let columns = [6, 0, 3, 3, 2, 5]
    for filling in [FramePatch.Filling.black, .mirrored] {
      for mask in [nil, PixelRectangle(x: 1, y: 0, width: 1, height: 1)] {
        let patch = try #require(
          FramePatch(of: image, in: rectangle, filling: filling, masking: mask))
        for row in 0..<4 {
          #expect(patch.samples(row: row, columns: columns) == columns.map { patch.row(row)[$0] })
        }
      }
    }
  }

  @Test func `a patch beside the frame is none`() throws {
    let image = try grey([[1, 2], [3, 4]])
    let beside = PixelRectangle(x: 2, y: 0, width: 3, height: 2)
    #expect(FramePatch(of: image, in: beside, filling: .mirrored) == nil)
  }

  @Test(arguments: ResizeRule.allCases)
  func `a single pixel fills every size`(rule: ResizeRule) throws {
    let patch = try patch(grey([[77]]), 0, 0, 1, 1)
    #expect(rule(patch, width: 3, height: 2) == [77, 77, 77, 77, 77, 77])
  }

  @Test(arguments: ResizeRule.allCases)
  func `the same size changes nothing`(rule: ResizeRule) throws {
    let image = try grey([[1, 200, 3], [40, 5, 255]])
    #expect(rule(try patch(image, 0, 0, 3, 2), width: 3, height: 2) == image.pixels)
  }

  @Test func `a block of four is its mean`() throws {
    let image = try grey([[1, 2, 10, 20], [3, 4, 30, 41]])
    let patch = try patch(image, 0, 0, 4, 2)
    // (1 + 2 + 3 + 4) / 4 is 2.5, and halves go up.
    #expect(ResizeRule.lanczosOrArea(patch, width: 2, height: 1) == [3, 25])
    #expect(ResizeRule.linear(patch, width: 2, height: 1) == [3, 25])
  }

  private struct Recorded: Decodable {
    struct Case: Decodable {
      let rule: String
      let from: [Int]
      let to: [Int]
      let checksum: String
      let samples: [UInt8]?
    }
    let cases: [Case]
  }

  /// The picture that the recording script makes up.
  static func picture(width: Int, height: Int) -> [UInt8] {
    var samples: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        for c in 0..<3 {
          samples.append(UInt8((x * 7 + y * 13 + c * 29 + x * y % 31 * c) % 256))
        }
      }
    }
    return samples
  }

  @Test func `every size is what OpenCV gives`() throws {
    let file = URL(fileURLWithPath: Goldens.path("silent/resizing.json"))
    let recorded = try JSONDecoder().decode(Recorded.self, from: Data(contentsOf: file))
    #expect(recorded.cases.count == 44)
    for one in recorded.cases {
      let rule = try #require(
        ResizeRule(rawValue: one.rule == "area" ? "lanczos-or-area" : one.rule))
      let image = try ImageFrame(
        width: one.from[0], height: one.from[1], channels: 3,
        pixels: Self.picture(width: one.from[0], height: one.from[1]), modality: .color)
      let patch = try patch(image, 0, 0, one.from[0], one.from[1])
      let found = rule(patch, width: one.to[0], height: one.to[1])
      if let samples = one.samples {
        #expect(found == samples, "\(one.rule) \(one.from) \(one.to)")
      }
      #expect(checksum(found) == one.checksum, "\(one.rule) \(one.from) \(one.to)")
    }
  }
}

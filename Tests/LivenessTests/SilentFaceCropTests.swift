import Foundation
import LivenessFaces
import LivenessSensing
import TestSupport
import Testing

@testable import Liveness

/// Which pixels a silent model sees.
struct SilentFaceCropTests {
  private func rectangle(
    _ crop: SilentFaceCrop, _ box: FaceBox, _ width: Int, _ height: Int
  ) -> [Int] {
    let found = crop.rectangle(around: box, width: width, height: height)
    return [found.x, found.y, found.width, found.height]
  }

  @Test func `a box far from the border grows around its centre`() {
    let box = FaceBox(x: 40, y: 40, width: 20, height: 10)
    // 40 columns from 30 on and 20 rows from 35 on; the last ones count.
    #expect(rectangle(SilentFaceCrop(scale: 2), box, 200, 100) == [30, 35, 41, 21])
    let square = SilentFaceCrop(scale: 2, shape: .square, border: .reflect)
    #expect(rectangle(square, box, 200, 100) == [30, 25, 40, 40])
  }

  @Test func `Row 3.11: a crop that leaves the frame is shifted, cut off, padded or mirrored`()
    throws
  {
    let box = FaceBox(x: 0, y: 40, width: 20, height: 20)
    let frame = (width: 100, height: 100)
    func crop(_ border: SilentFaceCrop.Border) -> SilentFaceCrop {
      SilentFaceCrop(scale: 3, border: border)
    }
    #expect(rectangle(crop(.shift), box, 100, 100) == [0, 20, 61, 61])
    #expect(rectangle(crop(.shrink), box, 100, 100) == [0, 20, 41, 61])
    #expect(rectangle(crop(.pad), box, 100, 100) == [-20, 20, 61, 61])
    #expect(rectangle(crop(.reflect), box, 100, 100) == [-20, 20, 61, 61])
    let pixels = (0..<frame.height).flatMap { _ in (0..<frame.width).map { UInt8($0 + 1) } }
    let image = try ImageFrame(width: frame.width, height: frame.height, pixels: pixels)
    let starts = SilentFaceCrop.Border.allCases.map { border in
      let crop = crop(border)
      let rectangle = crop.rectangle(around: box, width: frame.width, height: frame.height)
      return crop.patch(of: image, in: rectangle)?.row(0).prefix(3)
    }
    #expect(starts == [[1, 2, 3], [1, 2, 3], [0, 0, 0], [21, 20, 19]])
  }

  @Test
  func `Row 3.11: the scale shrinks to a frame that does not hold it, for the shifting rule alone`()
  {
    let box = FaceBox(x: 20, y: 20, width: 60, height: 60)
    let shifted = SilentFaceCrop(scale: 4)
    #expect(shifted.effectiveScale(around: box, width: 100, height: 100) == 99.0 / 60)
    #expect(rectangle(shifted, box, 100, 100) == [0, 0, 100, 100])
    #expect(
      rectangle(SilentFaceCrop(scale: 4, border: .pad), box, 100, 100) == [-70, -70, 241, 241])
  }

  @Test func `Row 5.11: a model that requires its scale applies with nine tenths of it`() {
    let box = FaceBox(x: 300, y: 200, width: 100, height: 100)
    let crop = SilentFaceCrop(scale: 4, scaleFit: .require)
    #expect(crop.applies(to: box, width: 800, height: 361))
    #expect(!crop.applies(to: box, width: 800, height: 360))
    #expect(SilentFaceCrop(scale: 4).applies(to: box, width: 800, height: 360))
    #expect(
      SilentFaceCrop(scale: 2.7, scaleFit: .require).applies(to: box, width: 800, height: 360))
  }

  private struct Table: Decodable {
    let rows: [[Double]]
  }

  @Test(.enabled(if: OutsideModels.folder != nil, "LIVENESS_MODELS names no folder"))
  func `Row 3.11: all 400 recorded crop boxes are reproduced`() throws {
    let folder = try #require(OutsideModels.folder)
    let file = URL(fileURLWithPath: "\(folder)/minifasnet/box_formula_table.json")
    let rows = try JSONDecoder().decode(Table.self, from: Data(contentsOf: file)).rows
    #expect(rows.count == 400)
    for row in rows {
      let box = FaceBox(x: row[2], y: row[3], width: row[4], height: row[5])
      let found = rectangle(SilentFaceCrop(scale: row[6]), box, Int(row[0]), Int(row[1]))
      let corners = [found[0], found[1], found[0] + found[2] - 1, found[1] + found[3] - 1]
      #expect(corners == row[7...].map { Int($0) }, "\(row)")
    }
  }
}

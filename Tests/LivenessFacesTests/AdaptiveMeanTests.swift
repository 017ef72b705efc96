import LivenessSensing
import TestSupport
import Testing

@testable import LivenessFaces

struct AdaptiveMeanTests {
  private func patch(_ width: Int, _ height: Int, _ pixels: [UInt8]) throws -> FramePatch {
    let image = try ImageFrame(
      width: width, height: height, channels: pixels.count / (width * height), pixels: pixels,
      modality: .color)
    return try #require(
      FramePatch(
        of: image, in: PixelRectangle(x: 0, y: 0, width: width, height: height),
        filling: .black))
  }

  @Test func `three pixels become two, and two become three, each the mean of those it touches`()
    throws
  {
    #expect(AdaptiveMean.windows(outputs: 2, inputs: 3) == [0..<2, 1..<3])
    #expect(AdaptiveMean.windows(outputs: 3, inputs: 2) == [0..<1, 0..<2, 1..<2])
    #expect(
      AdaptiveMean(try patch(3, 1, [10, 20, 40]), width: 2, height: 1).planes == [15, 30])
    #expect(
      AdaptiveMean(try patch(2, 1, [10, 20]), width: 3, height: 1).planes == [10, 15, 20])
  }

  @Test func `a picture of the same size is itself, plane by plane`() throws {
    let colors = try patch(2, 1, [1, 2, 3, 4, 5, 6])
    #expect(AdaptiveMean(colors, width: 2, height: 1).planes == [1, 4, 2, 5, 3, 6])
  }

  @Test func `every mean is that of its definition`() throws {
    var random = SeededGenerator(seed: 31)
    for _ in 0..<40 {
      let (width, height) = (
        Int.random(in: 1...9, using: &random), Int.random(in: 1...9, using: &random)
      )
      let (columns, rows) = (
        Int.random(in: 1...9, using: &random), Int.random(in: 1...9, using: &random)
      )
      let pixels = (0..<width * height).map { _ in UInt8.random(in: 0...255, using: &random) }
      let found = AdaptiveMean(try patch(width, height, pixels), width: columns, height: rows)
        .planes
      for row in 0..<rows {
        for column in 0..<columns {
          var (sum, count) = (0.0, 0.0)
          for y in 0..<height
          where y < Int((Double(row + 1) * Double(height) / Double(rows)).rounded(.up))
            && y >= row * height / rows
          {
            for x in 0..<width
            where x < Int((Double(column + 1) * Double(width) / Double(columns)).rounded(.up))
              && x >= column * width / columns
            {
              sum += Double(pixels[y * width + x])
              count += 1
            }
          }
          let problem = "\(width) × \(height) to \(columns) × \(rows) at \(column), \(row)"
          #expect(abs(Double(found[row * columns + column]) - sum / count) < 1e-4, "\(problem)")
        }
      }
    }
  }
}

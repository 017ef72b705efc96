import LivenessFaces
import LivenessSensing

/// Square pieces of a face in the camera's own pixels, so that no resampling hides a regular pattern
/// or makes one.
struct FacePatches: Sendable {
  /// Pixels along each side of a patch.
  static let side = 64
  /// Patches along each side of the face.
  private static let count = 3

  /// The luma of each patch, row-major, 0 to 255.
  let lumas: [[Float]]

  /// Spreads patches evenly over a face that lies on the image; `nil` where the face is smaller than
  /// one.
  init?(of image: ImageFrame, face: FaceBox) {
    let columns = Self.starts(from: face.x, length: face.width, limit: image.width)
    let rows = Self.starts(from: face.y, length: face.height, limit: image.height)
    guard !columns.isEmpty, !rows.isEmpty else { return nil }
    lumas = rows.flatMap { top in
      columns.map { left in
        (top..<top + Self.side).flatMap { row in
          let line = image.samples(row: row, columns: left..<left + Self.side)
          return (0..<Self.side).map { Self.luma(line, at: 3 * $0) }
        }
      }
    }
  }

  /// The first pixels of the patches along one axis; none where there is not room for one.
  private static func starts(from start: Double, length: Double, limit: Int) -> [Int] {
    let first = Int(start.rounded(.up))
    let last = min(Int(start + length), limit) - side
    guard last >= first else { return [] }
    return (0..<count).map { first + (last - first) * $0 / (count - 1) }
  }

  private static func luma(_ line: [UInt8], at index: Int) -> Float {
    0.299 * Float(line[index]) + 0.587 * Float(line[index + 1]) + 0.114 * Float(line[index + 2])
  }
}

import Foundation
import LivenessMedia
import TestSupport

/// The arrays that `Tests/Goldens/media/media_files.py` has written in many formats.
enum RecordedMedia {
  static let width = 7
  static let height = 5
  static let bytes = (0..<35).map { UInt8($0 * 7) }
  static let raw = (0..<35).map { UInt16(truncatingIfNeeded: $0 * 1873) }
  static let metres: [Float] = (0..<35).map {
    switch $0 {
    case 9: .nan
    case 25: .infinity
    default: Float($0) * 0.125 - 1
    }
  }
  static let colors: [UInt8] = (0..<35).flatMap { (index: Int) -> [UInt8] in
    [UInt8(index * 7), UInt8(255 - index), UInt8(index % 5)]
  }
  static let points: [SIMD3<Float>] = (0..<35).map { (index: Int) -> SIMD3<Float> in
    let count = Float(index)
    return SIMD3(count * 0.25 - 3, count * -0.5, count + 0.125)
  }

  static func path(_ name: String) -> String { Goldens.path("media/" + name) }

  static func contents(of name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }
}

extension DecodedImage.Samples {
  /// The samples as floats, with the same not-a-number wherever there is one, so that they can be
  /// compared.
  var bits: [UInt32] {
    let floats: [Float] =
      switch self {
      case .grey8(let samples), .rgb8(let samples): samples.map { Float($0) }
      case .grey16(let samples), .rgb16(let samples): samples.map { Float($0) }
      case .float32(let samples): samples
      }
    return floats.map { $0.isNaN ? Float.nan.bitPattern : $0.bitPattern }
  }
}

/// The error that a call throws; `nil` where it throws none.
func failure(of call: () throws(CaptureError) -> some Any) -> CaptureError? {
  do throws(CaptureError) {
    _ = try call()
    return nil
  } catch {
    return error
  }
}

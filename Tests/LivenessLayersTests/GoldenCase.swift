import Foundation
import LivenessTensors
import TestSupport
import Testing

@testable import LivenessLayers

/// What PyTorch's layer made of an input, as `Tests/Goldens/layers/make_goldens.py` recorded it.
struct GoldenCase {
  let name: String
  let layer: String
  let inputs: [Tensor]
  let output: Tensor
  private let numbers: [String: [Double]]
  private let tensors: [String: Tensor]

  /// All recorded cases, or those of the file that the environment variable `LIVENESS_LAYER_CASES`
  /// names: what the script makes of another seed.
  static func all() throws -> [GoldenCase] {
    let other = ProcessInfo.processInfo.environment["LIVENESS_LAYER_CASES"]
    let (tensors, cases) = try read(other ?? Goldens.path("layers/layers.safetensors"))
    return try JSONDecoder().decode([Entry].self, from: Data(cases.utf8)).map { entry in
      func tensor(_ name: String) throws -> Tensor {
        try #require(tensors["\(entry.name).\(name)"], "the file lacks \(entry.name).\(name)")
      }
      return GoldenCase(
        name: entry.name, layer: entry.layer,
        inputs: try (0..<entry.inputs).map { try tensor("x\($0)") },
        output: try tensor("y"), numbers: entry.numbers, tensors: tensors)
    }
  }

  /// A number that makes the layer.
  func int(_ name: String, axis: Int = 0) throws -> Int {
    let values = try #require(numbers[name], "\(self.name) lacks \(name)")
    return Int(values[min(axis, values.count - 1)])
  }

  /// A number that makes the layer.
  func float(_ name: String) throws -> Float {
    Float(try #require(numbers[name]?.first, "\(self.name) lacks \(name)"))
  }

  /// A number that is 0 or 1.
  func bool(_ name: String) throws -> Bool { try int(name) == 1 }

  /// The window that `kernel`, `stride`, `padding` and `dilation` make; 1, 0 and 1 where the last
  /// three are absent.
  func window() throws -> Window2D {
    func axis(_ index: Int) throws -> WindowGeometry {
      func value(_ name: String, orElse other: Int) throws -> Int {
        numbers[name] == nil ? other : try int(name, axis: index)
      }
      return WindowGeometry(
        kernel: try int("kernel", axis: index), stride: try value("stride", orElse: 1),
        padding: try value("padding", orElse: 0), dilation: try value("dilation", orElse: 1))
    }
    return Window2D(vertical: try axis(0), horizontal: try axis(1))
  }

  /// The recorded parameters, as a checkpoint gives them.
  var parameters: ParameterScope {
    let tensors = tensors
    return ParameterScope(path: name + ".") { name, shape in
      let tensor = tensors[name]
      #expect(tensor?.shape == shape, "\(name)")
      return tensor ?? Tensor(shape: shape)
    }
  }

  private struct Entry: Decodable {
    let name: String
    let layer: String
    let inputs: Int
    let numbers: [String: [Double]]
  }

  /// What stands under one name in the header: a tensor's place, or the metadata.
  private struct Header: Decodable {
    let shape: [Int]?
    let offsets: [Int]?
    let cases: String?

    enum CodingKeys: String, CodingKey {
      case shape, cases
      case offsets = "data_offsets"
    }
  }

  /// Reads float32 tensors from a safetensors file on its own, so that a fault of the library's
  /// reader cannot hide one of a layer.
  private static func read(_ path: String) throws -> (tensors: [String: Tensor], cases: String) {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try JSONDecoder().decode(
      [String: Header].self, from: Data(bytes[8..<8 + length]))
    var tensors: [String: Tensor] = [:]
    for (name, entry) in header {
      guard let shape = entry.shape, let offsets = entry.offsets else { continue }
      let scalars = stride(from: offsets[0], to: offsets[1], by: 4).map { offset in
        let word = bytes[(8 + length + offset)..<(12 + length + offset)]
        return Float(bitPattern: word.reversed().reduce(0) { $0 << 8 | UInt32($1) })
      }
      tensors[name] = Tensor(shape: Shape(shape), scalars: scalars)
    }
    return (tensors, try #require(header["__metadata__"]?.cases))
  }
}

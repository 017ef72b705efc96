// modules: LivenessTensors LivenessLayers
// libraries: blas

import LivenessLayers
import LivenessTensors

/// Opens the bytes as a weight file and reads every tensor in every way, then as a model file.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe UnsafeRawBufferPointer(start: start, count: count)
  guard let file = try? unsafe SafetensorsFile(staticBytes: bytes) else { return 0 }
  for entry in file.entries {
    guard let bytes = try? file.bytes(of: entry.name) else { fatalError("no bytes") }
    let tensor = try? file.tensor(entry.name)
    precondition(tensor.map { $0.shape == entry.shape } ?? true)
    let elements: [Int?] = [
      try? file.values(of: entry.name, as: Float.self).elements.count,
      try? file.values(of: entry.name, as: Double.self).elements.count,
      try? file.values(of: entry.name, as: Int64.self).elements.count,
      try? file.values(of: entry.name, as: UInt16.self).elements.count,
      try? file.values(of: entry.name, as: Bool.self).elements.count,
    ]
    precondition(elements.allSatisfy { $0 == nil || $0 == entry.shape.count })
    precondition(entry.elementType.byteCount(of: entry.shape.count) == bytes.count)
  }
  _ = describe { () throws(CheckpointError) in
    try file.build { $0.scope("dense").tensor("weight", shape: [2, 2]) }
  }
  _ = describe { () throws(CheckpointError) in
    let model = try ModelFile(file)
    _ = try? model.card.fields.object("architecture").objects("branches")
    try model.verifyGolden { inputs in inputs }
  }
  return 0
}

/// What an error says, which must not fail either.
func describe<Value>(_ read: () throws(CheckpointError) -> Value) -> String {
  do throws(CheckpointError) {
    _ = try read()
    return ""
  } catch {
    return error.description
  }
}

// modules: LivenessTensors LivenessLayers
// libraries: blas

import LivenessLayers

/// Reads the bytes as JSON; what is accepted must be UTF-8, and what is refused must say where.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  do throws(JSONError) {
    let value = try JSONValue(parsing: bytes)
    precondition(String(validating: bytes, as: UTF8.self) != nil)
    let again = try JSONValue(parsing: bytes)
    precondition(again == value)
    walk(value, depth: 0)
  } catch {
    precondition((0...count).contains(error.offset))
    precondition(!error.description.isEmpty)
  }
  return 0
}

/// Visits every value: numbers must be finite, names unique and found, nesting within its limit.
func walk(_ value: JSONValue, depth: Int) {
  precondition(depth <= JSONLimits().depth)
  switch value {
  case .number(let number):
    precondition(number.value.isFinite)
    precondition(number.integer.map { Double($0) == number.value } ?? true)
  case .array(let elements):
    for element in elements { walk(element, depth: depth + 1) }
  case .object(let object):
    precondition(Set(object.names).count == object.names.count)
    for member in object.members {
      precondition(object[member.name] == member.value)
      walk(member.value, depth: depth + 1)
    }
  case .null, .boolean, .string: break
  }
}

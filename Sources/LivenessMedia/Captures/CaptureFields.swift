import LivenessLayers

/// The members of an object in `capture.json`, asked for by name, kind and range.
struct CaptureFields {
  private let fields: JSONFields<CaptureError>
  let file: String

  /// Reads the whole document, whose root must be an object.
  init(json: [UInt8], file: String) throws(CaptureError) {
    let root: JSONValue
    do {
      root = try JSONValue(parsing: json)
    } catch {
      throw Self.failure(error, file: file)
    }
    guard case .object(let members) = root else {
      throw CaptureError(
        code: .wrongValue, message: "expected an object, found \(root.kind)", file: file)
    }
    self.init(
      JSONFields(members) { mismatch in
        CaptureError(
          code: mismatch.found == "nothing" ? .missingKey : .wrongValue,
          message: "\(mismatch.path): expected \(mismatch.expected), found \(mismatch.found)",
          file: file)
      }, file: file)
  }

  private init(_ fields: JSONFields<CaptureError>, file: String) {
    self.fields = fields
    self.file = file
  }

  private static func failure(_ error: JSONError, file: String) -> CaptureError {
    if case .duplicateName(let name) = error.problem {
      return CaptureError(
        code: .duplicateKey,
        message: "expected each key once, found \"\(name)\" again at byte \(error.offset)",
        file: file)
    }
    return CaptureError(
      code: .malformedJSON, message: "is not valid JSON: \(error)", file: file)
  }

  /// Refuses every key that is not among the given ones, and says which one may be meant.
  func allow(_ keys: [String]) throws(CaptureError) {
    for name in fields.members.names where !keys.contains(name) {
      let path = fields.path.isEmpty ? name : "\(fields.path).\(name)"
      let hint = Spelling.nearest(to: name, among: keys).map { "; did you mean \"\($0)\"?" }
      throw CaptureError(
        code: .unknownKey,
        message: "unknown key \"\(path)\": expected \(keys.joined(separator: ", "))\(hint ?? "")",
        file: file)
    }
  }

  /// Where the object stands, from the root of the document.
  var path: String { fields.path }

  func has(_ name: String) -> Bool { fields.contains(name) }

  func wrong(
    _ name: String, expected: String, found: String, code: CaptureError.Code = .wrongValue
  ) -> CaptureError {
    let error = fields.mismatch(name, expected: expected, found: found)
    return CaptureError(code: code, message: error.message, file: file)
  }

  func object(_ name: String) throws(CaptureError) -> CaptureFields {
    CaptureFields(try fields.object(name), file: file)
  }

  func objects(_ name: String, atMost limit: Int) throws(CaptureError) -> [CaptureFields] {
    let objects = try fields.objects(name)
    guard objects.count <= limit else {
      throw wrong(name, expected: "at most \(limit) elements", found: "\(objects.count)")
    }
    return objects.map { CaptureFields($0, file: file) }
  }

  func string(_ name: String) throws(CaptureError) -> String { try fields.string(name) }

  func boolean(_ name: String) throws(CaptureError) -> Bool { try fields.boolean(name) }

  func choice(_ name: String, among choices: [String]) throws(CaptureError) -> String {
    let string = try fields.string(name)
    guard choices.contains(string) else {
      let hint = Spelling.nearest(to: string, among: choices).map { "; did you mean \"\($0)\"?" }
      throw wrong(
        name, expected: choices.map { "\"\($0)\"" }.joined(separator: " or "),
        found: "\"\(string)\"\(hint ?? "")")
    }
    return string
  }

  func number(
    _ name: String, _ expected: String, where fits: (Double) -> Bool
  ) throws(CaptureError) -> Double {
    let number = try fields.number(name)
    guard fits(number) else { throw wrong(name, expected: expected, found: "\(number)") }
    return number
  }

  func integer(_ name: String, in range: ClosedRange<Int>) throws(CaptureError) -> Int {
    try fields.integer(name, in: range)
  }

  func numbers(_ name: String, count: Int) throws(CaptureError) -> [Double] {
    let numbers = try fields.numbers(name)
    guard numbers.count == count else {
      throw wrong(name, expected: "\(count) numbers", found: "\(numbers.count)")
    }
    return numbers
  }

  func numbers(_ name: String, atMost limit: Int) throws(CaptureError) -> [Double] {
    let numbers = try fields.numbers(name)
    guard numbers.count <= limit else {
      throw wrong(name, expected: "at most \(limit) numbers", found: "\(numbers.count)")
    }
    return numbers
  }

  func integers(
    _ name: String, in range: ClosedRange<Int>, atMost limit: Int
  ) throws(CaptureError) -> [Int] {
    let integers = try fields.integers(name, in: range)
    guard integers.count <= limit else {
      throw wrong(name, expected: "at most \(limit) elements", found: "\(integers.count)")
    }
    return integers
  }

  func elements(_ name: String) throws(CaptureError) -> [JSONValue] { try fields.array(name) }

  /// The names of all members.
  var names: [String] { fields.members.names }

  func isString(_ name: String) -> Bool {
    if case .string = try? fields.value(name) { true } else { false }
  }
}

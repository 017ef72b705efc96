import LivenessLayers
import TestSupport
import Testing

struct JSONReaderTests {
  @Test func `a document is read in the order of its members`() throws {
    let text = #" { "b" : [1, -2.5e1, true, null], "a" : "x" } "#
    guard case .object(let object) = try JSONValue(parsing: text) else {
      Issue.record("expected an object")
      return
    }
    #expect(object.names == ["b", "a"])
    #expect(object["a"] == .string("x"))
    #expect(object["c"] == nil)
    guard case .array(let elements) = object["b"] else {
      Issue.record("expected an array")
      return
    }
    #expect(elements.map(\.kind) == ["a number", "a number", "a boolean", "null"])
    #expect(numbers(elements).map(\.value) == [1, -25])
    #expect(numbers(elements).map(\.integer) == [1, nil])
  }

  private func numbers(_ elements: [JSONValue]) -> [JSONNumber] {
    elements.compactMap { if case .number(let number) = $0 { number } else { nil } }
  }

  @Test(arguments: [
    ("9223372036854775807", 9.223372036854775807e18, Int.max),
    ("-9223372036854775808", -9.223372036854775808e18, Int.min),
    ("9223372036854775808", 9.223372036854775808e18, nil),
    ("1.0", 1, nil), ("1e3", 1000, nil), ("0", 0, 0), ("-0", -0.0, 0),
    ("0.1", 0.1, nil), ("5e-324", Double.leastNonzeroMagnitude, nil), ("1E+2", 100, nil),
  ])
  func `numbers are exact where they are integers`(
    text: String, value: Double, integer: Int?
  ) throws {
    guard case .number(let number) = try JSONValue(parsing: text) else {
      Issue.record("expected a number")
      return
    }
    #expect(number.value == value)
    #expect(number.integer == integer)
  }

  @Test(arguments: [
    (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
    (#""\u0041\u00e9\u20AC\uD83D\uDE00""#, "Aé€😀"),
    ("\"é€😀\"", "é€😀"),
    (#""\u0000""#, "\0"),
    (#""""#, ""),
  ])
  func `escapes are resolved`(text: String, string: String) throws {
    #expect(try JSONValue(parsing: text) == .string(string))
  }

  @Test(arguments: [
    ("", JSONError.Problem.unexpectedEnd(expected: "a value"), 0),
    ("[1,]", .unexpectedByte(0x5D, expected: "a value"), 3),
    ("[1", .unexpectedEnd(expected: "',' or ']'"), 2),
    ("[1 2]", .unexpectedByte(0x32, expected: "',' or ']'"), 3),
    (#"{"a":1,}"#, .unexpectedByte(0x7D, expected: "a name in quotes"), 7),
    (#"{"a" 1}"#, .unexpectedByte(0x31, expected: "':'"), 5),
    (#"{"a":1"#, .unexpectedEnd(expected: "',' or '}'"), 6),
    (#"{"a":1,"a":2}"#, .duplicateName("a"), 7),
    (#"{"a":1,"\u0061":2}"#, .duplicateName("a"), 7),
    ("1 1", .unexpectedByte(0x31, expected: "the end"), 2),
    ("tru", .unexpectedEnd(expected: "'true'"), 3),
    ("nul1", .unexpectedByte(0x31, expected: "'null'"), 3),
    ("NaN", .unexpectedByte(0x4E, expected: "a value"), 0),
    ("01", .unexpectedByte(0x31, expected: "the end"), 1),
    ("+1", .unexpectedByte(0x2B, expected: "a value"), 0),
    (".5", .unexpectedByte(0x2E, expected: "a value"), 0),
    ("1.", .unexpectedEnd(expected: "a digit"), 2),
    ("1e", .unexpectedEnd(expected: "a digit"), 2),
    ("-", .unexpectedEnd(expected: "a digit"), 1),
    ("1e999", .numberOutOfRange, 0),
    ("\"a", .unexpectedEnd(expected: "'\"'"), 2),
    ("\"\n\"", .unexpectedByte(0x0A, expected: "no control character in a string"), 1),
    (#""\x""#, .invalidEscape, 1),
    (#""\u12G4""#, .invalidEscape, 1),
    (#""\ud800""#, .loneSurrogate, 1),
    (#""\ud800\u0041""#, .loneSurrogate, 1),
    (#""\udc00""#, .loneSurrogate, 1),
    ("\u{FEFF}1", .unexpectedByte(0xEF, expected: "a value"), 0),
  ])
  func `what is no JSON is refused where it goes wrong`(
    text: String, problem: JSONError.Problem, offset: Int
  ) {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    #expect(error?.problem == problem)
    #expect(error?.offset == offset)
    #expect(error?.description.hasSuffix("at byte \(offset)") == true)
  }

  @Test(
    arguments: [
      [0x22, 0xFF, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
      [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xE2, 0x82],
    ] as [[UInt8]])
  func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
    #expect(error?.problem == .invalidEncoding)
    #expect(error?.offset == 1)
  }

  @Test func `every limit holds`() {
    let limits = JSONLimits(bytes: 40, depth: 3, values: 5, tokenBytes: 6)
    func problem(_ text: String) -> JSONError.Problem? {
      do throws(JSONError) {
        _ = try JSONValue(parsing: text, limits: limits)
        return nil
      } catch {
        return error.problem
      }
    }
    #expect(problem("[[[1]]]") == nil)
    #expect(problem("[[[[1]]]]") == .tooDeep(limit: 3))
    #expect(problem("[1,2,3,4]") == nil)
    #expect(problem("[1,2,3,4,5]") == .tooManyValues(limit: 5))
    #expect(problem("1" + String(repeating: " ", count: 39)) == nil)
    #expect(problem("1" + String(repeating: " ", count: 40)) == .tooManyBytes(limit: 40))
    #expect(problem(#"{"abcde":1}"#) == nil)
    #expect(problem(#"{"abcdefg":1}"#) == .tooLong(limit: 6))
    #expect(problem("123456") == nil)
    #expect(problem("1234567") == .tooLong(limit: 6))
    #expect(problem(#""a long string is no token""#) == nil)
  }

  @Test func `deep nesting ends in an error`() {
    let text = String(repeating: "[", count: 1 << 20)
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    #expect(error?.problem == .tooDeep(limit: 32))
  }

  @Test func `no prefix of a document is a document`() throws {
    let document = Array(#"{"a":[1.5,"\ud83d\ude00x",{"b":null}],"c":false}"#.utf8)
    _ = try JSONValue(parsing: document)
    for count in 0..<document.count {
      #expect(throws: JSONError.self, "the first \(count) bytes") {
        try JSONValue(parsing: Array(document.prefix(count)))
      }
    }
  }

  @Test func `a damaged document is read or refused`() {
    let document = Array(#"{"a":[1.5e3,"\ud83d\ude00x",{"b":null}],"c":false,"é":-0}"#.utf8)
    var generator = SeededGenerator(seed: 0x15_0F)
    var refused = 0
    for _ in 0..<5000 {
      var damaged = document
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let index = Int.random(in: 0..<damaged.count, using: &generator)
        damaged[index] = UInt8.random(in: 0...255, using: &generator)
      }
      do throws(JSONError) {
        _ = try JSONValue(parsing: damaged)
      } catch {
        refused += 1
        #expect((0...damaged.count).contains(error.offset))
      }
    }
    #expect(refused > 2500)
  }
}

import LivenessLayers
import TestSupport
import Testing

@testable import LivenessCommand

struct JSONTextTests {
  @Test func `a plain string stands in quotes`() {
    #expect(JSONText.string("captures/live-01") == #""captures/live-01""#)
  }

  @Test(arguments: [
    ("\"", #""\"""#), ("\\", #""\\""#), ("\n\r\t", #""\n\r\t""#), ("\u{0}", #""\u0000""#),
    ("\u{1F}", #""\u001f""#), ("\u{7F}", #""\u007f""#), ("\u{9B}", #""\u009b""#),
    ("é/日本", #""é/日本""#),
    ("\u{FFFD}", "\"\u{FFFD}\""), ("e\u{301}\r\n", "\"e\u{301}\\r\\n\""),
  ])
  func `what JSON cannot carry is escaped`(text: String, expected: String) {
    #expect(JSONText.string(text) == expected)
  }

  @Test func `a strict reader gets every string back`() throws {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<300 {
      let scalars = (0..<Int.random(in: 0...12, using: &generator)).compactMap { _ in
        let limit: UInt32 = Bool.random(using: &generator) ? 0x100 : 0x11_0000
        return Unicode.Scalar(UInt32.random(in: 0..<limit, using: &generator))
      }
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      let written = JSONText.string(String(text))
      #expect(
        try JSONValue(parsing: written) == .string(String(text)), "\(scalars), written \(written)")
    }
  }

  @Test(arguments: [
    (0.0, "0"), (-0.0, "0"), (1, "1"), (0.5, "0.5"), (-2.25, "-2.25"), (1e-7, "1e-07"),
    (1e300, "1e+300"), (.nan, "null"), (.infinity, "null"), (-.infinity, "null"),
  ])
  func `a number is a JSON number or null`(value: Double, expected: String) {
    #expect(JSONText.number(value) == expected)
  }

  @Test func `a number is rounded to its decimals`() {
    #expect(JSONText.number(1.23456, decimals: 3) == "1.235")
    #expect(JSONText.number(2.0004, decimals: 3) == "2")
    #expect(JSONText.number(.nan, decimals: 3) == "null")
    #expect(JSONText.number(1e300, decimals: 3) == "1e+300")
  }

  @Test func `keys keep their order and names become keys`() {
    #expect(JSONText.object([("b", "1"), ("a", "[]")]) == #"{"b":1,"a":[]}"#)
    #expect("keyPoints".snakeCased == "key_points")
    #expect("fusion".snakeCased == "fusion")
  }
}

struct NumberTextTests {
  @Test(arguments: [
    (0.0, 1, "0.0"), (12.34, 1, "12.3"), (0.05, 1, "0.1"), (-1.5, 0, "−2"), (-0.01, 1, "0.0"),
    (3.07, 2, "3.07"), (.nan, 2, "–"), (.infinity, 0, "–"), (1e300, 1, "–"),
  ])
  func `a number has exactly its decimals`(value: Double, decimals: Int, expected: String) {
    #expect(NumberText.fixed(value, decimals: decimals) == expected)
  }

  @Test(arguments: [
    (0.0, "0.0000"), (1e-9, "<0.0001"), (0.0001, "0.0001"), (0.5, "0.5000"), (0.9999, "0.9999"),
    (0.99995, ">0.9999"), (1, "1.0000"), (nil, "–"), (.nan, "–"),
  ])
  func `a probability that is not quite 0 or 1 never reads as if it were`(
    value: Double?, expected: String
  ) {
    #expect(NumberText.probability(value) == expected)
  }

  @Test func `counts, shares and large numbers read well`() {
    #expect(NumberText.count(1, "capture") == "1 capture")
    #expect(NumberText.count(0, "capture") == "0 captures")
    #expect(NumberText.percent(0.934) == "93 %")
    #expect(NumberText.percent(0.0123) == "1.2 %")
    #expect(NumberText.percent(0) == "0 %")
    #expect(NumberText.grouped(1_234_567) == "1\u{202F}234\u{202F}567")
    #expect(NumberText.grouped(999) == "999")
    #expect(NumberText.grouped(-1000) == "−1\u{202F}000")
  }
}

struct PlainTextTests {
  @Test func `a file's name cannot steer a terminal or break a row`() {
    #expect(PlainText.visible("a\u{1B}[31mb\nc") == "a\\u{1B}[31mb\\u{A}c")
    #expect(PlainText.visible("x\u{202E}gnp") == "x\\u{202E}gnp")
    #expect(PlainText.visible("Gesicht ä 日本") == "Gesicht ä 日本")
  }

  @Test func `wide characters take two columns`() {
    #expect(PlainText.columns("abc") == 3)
    #expect(PlainText.columns("日本") == 4)
    #expect(PlainText.columns("e\u{301}") == 1)
    #expect(PlainText.padded("日本", to: 6) == "日本  ")
    #expect(PlainText.padded("7", to: 3, right: true) == "  7")
    #expect(PlainText.padded("long", to: 2) == "long")
  }

  @Test func `a text is shortened at its front`() {
    #expect(PlainText.shortened("captures/live-01", to: 8) == "…live-01")
    #expect(PlainText.shortened("live", to: 4) == "live")
    #expect(PlainText.shortened("日本語", to: 4) == "…語")
  }
}

struct HTMLTextTests {
  @Test func `markup is escaped`() {
    #expect(
      HTMLText.escape("<img src=x onerror='a(\"b\")'>&\u{0}")
        == "&lt;img src=x onerror=&#39;a(&quot;b&quot;)&#39;&gt;&amp;\\u{0}")
  }
}

struct Base64TextTests {
  /// RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func `bytes are encoded as the standard shows`(text: String, expected: String) {
    #expect(Base64Text.encode(Array(text.utf8)) == expected)
  }

  @Test func `the last letters of the alphabet are used`() {
    #expect(Base64Text.encode([0xFB, 0xFF, 0xFE]) == "+//+")
  }
}

struct TimeTextTests {
  @Test(arguments: [
    (0, "1970-01-01 00:00 UTC"), (-1, "1969-12-31 23:59 UTC"),
    (951_782_400, "2000-02-29 00:00 UTC"),
    (1_795_248_299, "2026-11-21 08:04 UTC"), (4_107_542_400, "2100-03-01 00:00 UTC"),
  ])
  func `a moment is a date and a time of day`(seconds: Int, expected: String) {
    #expect(TimeText.utc(seconds) == expected)
  }
}

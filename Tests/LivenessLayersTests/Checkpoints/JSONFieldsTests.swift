import LivenessLayers
import Testing

struct JSONFieldsTests {
  private func fields(_ text: String) throws -> JSONFields<JSONMismatch> {
    guard case .object(let object) = try JSONValue(parsing: text) else {
      throw JSONMismatch(path: "root", expected: "an object", found: "something else")
    }
    return JSONFields(object) { $0 }
  }

  @Test func `members are read by name and kind`() throws {
    let fields = try fields(
      #"{"n":1.5,"i":7,"s":"x","b":true,"o":{"p":2},"l":["a"],"m":[1,2],"q":[{"r":1},{"r":2}]}"#)
    #expect(try fields.number("n") == 1.5)
    #expect(try fields.number("n", in: 1...2) == 1.5)
    #expect(try fields.integer("i", in: 0...7) == 7)
    #expect(try fields.string("s") == "x")
    #expect(try fields.boolean("b"))
    #expect(try fields.object("o").number("p") == 2)
    #expect(try fields.strings("l") == ["a"])
    #expect(try fields.numbers("m") == [1, 2])
    #expect(try fields.integers("m", in: 1...2) == [1, 2])
    #expect(try fields.objects("q").map { try $0.number("r") } == [1, 2])
    #expect(try fields.value("s") == .string("x"))
    #expect(fields.contains("n") && !fields.contains("z"))
    try fields.require("s", is: "x")
  }

  @Test func `an error names the place, what belongs there and what stands there`() throws {
    let fields = try fields(
      #"{"n":"x","i":1.5,"j":9,"o":{"p":null,"q":[1,"a"]},"l":[{"a":{"b":1}}],"s":"x"}"#)
    func expect(
      _ path: String, _ expected: String, _ found: String,
      _ read: () throws(JSONMismatch) -> Void
    ) {
      let error = #expect(throws: JSONMismatch.self, performing: read)
      #expect(error == JSONMismatch(path: path, expected: expected, found: found))
    }
    expect("n", "a number", "a string") { () throws(JSONMismatch) in _ = try fields.number("n") }
    expect("z", "a string", "nothing") { () throws(JSONMismatch) in _ = try fields.string("z") }
    expect("z", "a value", "nothing") { () throws(JSONMismatch) in _ = try fields.value("z") }
    expect("n", "a boolean", "a string") { () throws(JSONMismatch) in
      _ = try fields.boolean("n")
    }
    expect("i", "an integer from 0 to 5", "1.5") { () throws(JSONMismatch) in
      _ = try fields.integer("i", in: 0...5)
    }
    expect("j", "an integer from 0 to 5", "9") { () throws(JSONMismatch) in
      _ = try fields.integer("j", in: 0...5)
    }
    expect("j", "a number from 0.0 to 1.0", "9.0") { () throws(JSONMismatch) in
      _ = try fields.number("j", in: 0...1)
    }
    expect("s", "\"a\" or \"b\"", "\"x\"") { () throws(JSONMismatch) in
      _ = try fields.string("s", in: ["a", "b"])
    }
    expect("o.p", "an array", "null") { () throws(JSONMismatch) in
      _ = try fields.object("o").array("p")
    }
    expect("o.q[1]", "a number", "a string") { () throws(JSONMismatch) in
      _ = try fields.object("o").numbers("q")
    }
    expect("l[0].a.b", "a string", "a number") { () throws(JSONMismatch) in
      _ = try fields.objects("l")[0].object("a").string("b")
    }
    expect("o.q[0]", "an object", "a number") { () throws(JSONMismatch) in
      _ = try fields.object("o").objects("q")
    }
    expect("o.q", "only p", "this member") { () throws(JSONMismatch) in
      try fields.object("o").refuseUnknown(besides: ["p"])
    }
  }
}

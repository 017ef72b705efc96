import ArgumentParser
import Testing

@testable import LivenessCommand

struct DetectCommandTests {
  @Test func `paths and options are taken as given`() throws {
    let command = try DetectCommand.parse(["a b", "c/", "--report", "page.html", "--json"])
    #expect(command.paths == ["a b", "c/"])
    #expect(command.report == "page.html" && command.model == nil && command.json)
  }

  @Test(arguments: [
    [], [""], ["a", ""], ["a", "--report", ""], ["a", "--model", ""], ["a", "--repotr", "b"],
  ])
  func `a path that is empty or missing is wrong usage, told before anything is judged`(
    arguments: [String]
  ) throws {
    let error = #expect(throws: (any Error).self) { _ = try DetectCommand.parse(arguments) }
    #expect(try DetectCommand.exitCode(for: #require(error)) == .validationFailure)
  }
}

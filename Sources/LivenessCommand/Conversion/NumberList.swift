import ArgumentParser

/// Numbers with commas between them, as an option takes them.
struct NumberList: ExpressibleByArgument, Sendable, Hashable {
  let numbers: [Double]

  init?(argument: String) {
    let words = argument.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = words.compactMap { Double($0) }
    guard numbers.count == words.count, numbers.allSatisfy(\.isFinite) else { return nil }
    self.numbers = numbers
  }
}

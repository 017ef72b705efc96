import ArgumentParser

/// One of several parts that the rows of a data set are divided into.
struct Shard: Sendable, Hashable, ExpressibleByArgument {
  /// Which part, from 1.
  let number: Int
  /// How many parts there are.
  let count: Int

  /// All rows in one part.
  static let whole = Shard(number: 1, count: 1)

  private init(number: Int, count: Int) {
    self.number = number
    self.count = count
  }

  /// Reads `2/8`.
  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1],
      (1...1_000_000).contains(count), (1...count).contains(number)
    else { return nil }
    self.init(number: number, count: count)
  }
}

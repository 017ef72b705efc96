/// Guesses which word somebody meant.
package enum Spelling {
  /// The word with the fewest changed, added, left out or swapped characters; `nil` where none is
  /// near.
  package static func nearest(to word: String, among choices: [String]) -> String? {
    guard word.utf8.count <= 64 else { return nil }
    let distances = choices.map { (choice: $0, distance: distance(word, $0)) }
    guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= max(2, best.choice.utf8.count / 3) ? best.choice : nil
  }

  /// The optimal string alignment distance, ignoring case; `-` and `_` are the same.
  static func distance(_ first: String, _ second: String) -> Int {
    let (a, b) = (letters(first), letters(second))
    var previous: [Int] = []
    var current = Array(0...b.count)
    for i in 0..<a.count {
      var next = [i + 1]
      for j in 0..<b.count {
        var cost = min(current[j + 1], next[j]) + 1
        cost = min(cost, current[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, previous[j - 1] + 1)
        }
        next.append(cost)
      }
      previous = current
      current = next
    }
    return current[b.count]
  }

  private static func letters(_ word: String) -> [Character] {
    word.lowercased().map { $0 == "-" ? "_" : $0 }
  }
}

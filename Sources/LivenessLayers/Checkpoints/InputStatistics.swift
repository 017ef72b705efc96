/// What the captures that a model was trained on looked like: quantiles of what can be measured of
/// them.
///
/// The member `input_statistics` of a model's card; Documentation/WeightFormat.md specifies it.
public struct InputStatistics: Sendable, Hashable {
  /// How many captures were measured.
  public let captures: Int
  /// The shares of the captures that lie at or below each value, ascending.
  public let quantiles: [Double]
  private let values: [InputQuantity: [Double]]

  /// The quantities that were measured.
  public var quantities: [InputQuantity] { InputQuantity.allCases.filter { values[$0] != nil } }

  /// The value of a quantity at each of the ``quantiles``; `nil` where it was not measured.
  public subscript(quantity: InputQuantity) -> [Double]? { values[quantity] }

  /// From the value at the first of the ``quantiles`` to the one at the last; `nil` where the
  /// quantity was not measured.
  public func range(of quantity: InputQuantity) -> ClosedRange<Double>? {
    guard let values = values[quantity], let lower = values.first, let upper = values.last
    else { return nil }
    return lower...upper
  }

  /// Reads the member `input_statistics` of a card.
  ///
  /// - Throws: `CheckpointError.card`.
  init(_ fields: CardFields) throws(CheckpointError) {
    try fields.refuseUnknown(besides: ["captures", "quantiles", "quantities"])
    captures = try fields.integer("captures", in: 1...Int(UInt32.max))
    quantiles = try fields.ascending("quantiles", count: 2...101, in: 0...1, isStrict: true)
    let quantities = try fields.object("quantities")
    try quantities.refuseUnknown(besides: InputQuantity.allCases.map(\.rawValue))
    var values: [InputQuantity: [Double]] = [:]
    for quantity in InputQuantity.allCases where quantities.contains(quantity.rawValue) {
      values[quantity] = try quantities.ascending(
        quantity.rawValue, count: quantiles.count...quantiles.count, in: 0...1e6)
    }
    guard !values.isEmpty else {
      throw fields.mismatch("quantities", expected: "one quantity or more", found: "none")
    }
    self.values = values
  }
}

extension JSONFields where Failure == CheckpointError {
  /// The member as numbers within a range, none smaller than the one before it.
  fileprivate func ascending(
    _ name: String, count: ClosedRange<Int>, in range: ClosedRange<Double>, isStrict: Bool = false
  ) throws(CheckpointError) -> [Double] {
    let numbers = try numbers(name)
    guard count.contains(numbers.count) else {
      let expected =
        count.count == 1
        ? "\(count.lowerBound) numbers" : "\(count.lowerBound) to \(count.upperBound) numbers"
      throw mismatch(name, expected: expected, found: "\(numbers.count)")
    }
    for (index, number) in numbers.enumerated() {
      guard range.contains(number) else {
        throw mismatch(
          "\(name)[\(index)]", expected: "a number from \(range.lowerBound) to \(range.upperBound)",
          found: "\(number)")
      }
      guard index == 0 || number > numbers[index - 1] || !isStrict && number == numbers[index - 1]
      else {
        throw mismatch(
          name, expected: "numbers in ascending order",
          found: "\(number) after \(numbers[index - 1])")
      }
    }
    return numbers
  }
}

/// The extents of a tensor, outermost first: `[N, C, H, W]` for a batch of feature maps.
public struct Shape: Sendable, Hashable, ExpressibleByArrayLiteral, CustomStringConvertible {
  /// The extent along each axis, outermost first; never negative.
  public let dimensions: [Int]

  /// Makes a shape from its extents.
  ///
  /// - Precondition: No extent is negative and their product fits in `Int`.
  public init(_ dimensions: [Int]) {
    precondition(
      Shape.count(of: dimensions) != nil,
      "a shape needs extents of at least 0 whose product fits in Int, found \(dimensions)")
    self.dimensions = dimensions
  }

  /// Makes a shape from its extents: `let shape: Shape = [1, 3, 112, 112]`.
  public init(arrayLiteral elements: Int...) {
    self.init(elements)
  }

  /// The number of scalars that a tensor of this shape holds; 1 for the empty shape.
  public var count: Int { dimensions.contains(0) ? 0 : dimensions.reduce(1, *) }

  /// The number of axes.
  public var rank: Int { dimensions.count }

  /// The extent along one axis.
  public subscript(axis: Int) -> Int { dimensions[axis] }

  /// The extents in brackets, such as `[1, 3, 112, 112]`.
  public var description: String { dimensions.description }

  /// The number of scalars of the given extents, or `nil` where one is negative or the product
  /// overflows.
  ///
  /// Data from outside goes through this before it becomes a shape.
  public static func count(of dimensions: [Int]) -> Int? {
    var product = 1
    var overflows = false
    for extent in dimensions {
      if extent < 0 { return nil }
      if extent == 0 { return dimensions.contains { $0 < 0 } ? nil : 0 }
      let (next, overflow) = product.multipliedReportingOverflow(by: extent)
      product = next
      overflows = overflows || overflow
    }
    return overflows ? nil : product
  }
}

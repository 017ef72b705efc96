public import LivenessFaces

extension FaceBox {
  /// The area that both boxes cover, as a share of what either does.
  public func overlap(with other: FaceBox) -> Double {
    let shared =
      max(0, min(x + width, other.x + other.width) - max(x, other.x))
      * max(0, min(y + height, other.y + other.height) - max(y, other.y))
    return shared / (width * height + other.width * other.height - shared)
  }
}

extension NetworkDescription {
  /// One tensor that a network takes: a square map, or a vector.
  package struct Input: Sendable, Hashable {
    /// Its name, which is also that of its tensor in the golden vector.
    package let name: String
    /// Channels of the map, or numbers of the vector.
    package let channels: Int
    /// Pixels along each side; 1 for a vector.
    package let size: Int

    /// Names an input.
    package init(name: String, channels: Int, size: Int) {
      self.name = name
      self.channels = channels
      self.size = size
    }
  }
}

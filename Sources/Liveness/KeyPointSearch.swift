import LivenessFaces

/// What finds the key points of a face.
enum KeyPointSearch: Sendable {
  /// The network of a model file, on its own crop.
  case model(KeyPointModel)
  /// The user's own, on the whole image.
  case finder(any KeyPointFinder)
}

import LivenessTensors

/// An output of one of a cascade's networks, `[N, channels, height, width]`, place by place.
struct CascadeMap {
  /// A picture of the batch, and a row and a column of its map.
  typealias Place = (picture: Int, row: Int, column: Int)

  private let scalars: [Float]
  private let count, channels, height, width: Int

  init(_ tensor: Tensor) {
    scalars = tensor.scalars
    (count, channels, height, width) = (
      tensor.shape[0], tensor.shape[1], tensor.shape[2], tensor.shape[3]
    )
  }

  /// Rows and columns.
  var extent: String { "\(height)×\(width)" }

  /// Whether the places of two outputs are the same.
  func hasPlaces(of other: CascadeMap) -> Bool {
    (count, height, width) == (other.count, other.height, other.width)
  }

  /// All places, picture by picture and row by row.
  var places: [Place] {
    (0..<count * height * width).map {
      ($0 / (height * width), $0 / width % height, $0 % width)
    }
  }

  /// The number of a channel at a place.
  subscript(_ place: Place, _ channel: Int) -> Double {
    Double(
      scalars[((place.picture * channels + channel) * height + place.row) * width + place.column])
  }
}

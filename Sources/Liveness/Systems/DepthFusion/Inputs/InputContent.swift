import LivenessFaces
import LivenessLayers

/// What the channels of an input hold: the list `content` of a card's input.
enum InputContent: String, Sendable, Hashable, CaseIterable {
  /// The depth within the crop: one channel.
  case depth
  /// An image within the crop as grey: one channel.
  case grey
  /// A color image within the crop: red, green and blue.
  case rgb
  /// The key points drawn on the crop, behind one of the three above: a channel for each plane.
  case heatmap
  /// Patches around the corners of both eyes, as grey: four channels.
  case canthi
  /// Patches around both pupils, as grey: two channels.
  case pupils
  /// The glints on the patches around both pupils: two channels.
  case glint
  /// The coordinates of the key points on the crop, x and y of one after the other: a vector.
  case coordinates

  /// The channels that it takes.
  func channels(planes: Int) -> Int {
    switch self {
    case .depth, .grey: 1
    case .rgb: 3
    case .heatmap: planes
    case .canthi: 4
    case .pupils, .glint: 2
    case .coordinates: 2 * FaceKeyPoints.count
    }
  }

  /// The lists that an input may have.
  static let lists: [[InputContent]] =
    [[.depth], [.grey], [.rgb]].flatMap { [$0, $0 + [.heatmap]] }
    + [[.canthi], [.pupils], [.canthi, .pupils]].flatMap { [$0, $0 + [.glint]] }
    + [[.glint], [.coordinates]]
}

extension ModelCard.Input {
  /// The content, which must be one that is known and fill the channels.
  func contents(planes: Int) throws(CheckpointError) -> [InputContent] {
    guard let contents = InputContent.lists.first(where: { $0.map(\.rawValue) == content }) else {
      throw fields.mismatch(
        "content",
        expected: InputContent.lists.map { "\($0.map(\.rawValue))" }.joined(separator: " or "),
        found: "\(content)")
    }
    let count = contents.reduce(0) { $0 + $1.channels(planes: planes) }
    guard channels == count else {
      throw fields.mismatch(
        "channels", expected: "\(count) for \(content)", found: "\(channels)")
    }
    return contents
  }
}

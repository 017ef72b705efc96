public import LivenessLayers

/// A trained network that judges a region around a face, with the crop and the pixels that its file
/// states.
///
/// The file holds the region, so that a model sees at run time what it saw in its training.
public struct FaceRegionModel: RegionModel {
  /// The kind of card that such a file carries.
  public static let kind = "face-region"

  /// The model's name and version.
  public let name: String
  /// What it sees.
  public let region: RegionRule
  private let network: PictureNetwork

  /// Reads the card, builds the network and reproduces the golden vector.
  ///
  /// - Throws: `CheckpointError` that says what is wrong with the file.
  public init(_ file: ModelFile) throws(CheckpointError) {
    let card = file.card
    try card.require(kind: Self.kind)
    name = card.title
    region = try RegionRule(card.fields.object("region"), size: card.inputs[0].height)
    network = try PictureNetwork(file)
  }

  /// Loads a model from a file.
  ///
  /// - Throws: ``LivenessError/model(_:)`` that says what is wrong with the file.
  public init(at path: String) throws(LivenessError) {
    self = try LivenessError.wrapping { () throws(CheckpointError) in
      try FaceRegionModel(ModelFile(at: path))
    }
  }

  /// The probability of a living face; not a number where the network's output is none.
  ///
  /// - Throws: ``LivenessError/policy(field:expected:found:)`` where the picture does not have the
  ///   sides that the network takes: it was not cut out as ``region`` says.
  public func liveConfidence(of picture: RegionPicture) throws -> Double {
    for side in [picture.width, picture.height] where side != network.size {
      throw LivenessError.policy(
        field: "region size", expected: "\(network.size) pixels a side", found: Double(side))
    }
    let samples = picture.pixels.flatMap { [$0.x, $0.y, $0.z] }
    return Double(network(samples, threads: 1).probabilities[network.liveIndex])
  }
}

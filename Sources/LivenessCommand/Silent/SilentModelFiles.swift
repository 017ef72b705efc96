import Liveness
import LivenessFaces
import LivenessLayers
import LivenessMedia

/// The models in a folder.
struct SilentModelFiles {
  /// The models that judge, in the order of their files' names.
  private(set) var models: [SilentFaceModel] = []
  /// What finds faces, where that is asked for and there is one.
  private(set) var faceDetector: (any FaceDetector)?
  /// The face detectors that the folder holds, by their files.
  private var finders: [(path: String, file: ModelFile)] = []

  /// The detector of MiniFASNet's demo: its boxes are those that the models' scales belong to.
  static let usualDetector = "retina-ssd"

  /// What is told where no folder of models is named.
  static let howToFetch = """
    no model judges colour images; fetch MiniFASNet with Weights/download.sh, run make \
    convert-models SRC=DIR OUT=DIR, and name OUT with --models
    """

  /// Loads every file of the folder that carries a card of the kind `silent-face`, and names the
  /// others; `nil`, and the reason told, where a model cannot be used or there is none.
  ///
  /// - Parameters:
  ///   - path: The folder.
  ///   - detector: The name of the face detector; `nil` for the usual one, or else the first.
  ///   - findsFaces: Whether a face detector is needed.
  init?(at path: String, detector: String? = nil, findsFaces: Bool = true) {
    do {
      for name in try FolderListing(at: path).names.sorted() where !name.hasPrefix(".") {
        guard try load(FolderPath.joining(path, name)) else { return nil }
      }
    } catch {
      Self.tell("\(path): expected a folder of models: \(error.message)")
      return nil
    }
    guard !models.isEmpty else {
      Self.tell("\(path): expected a model with a card of the kind silent-face, found none")
      return nil
    }
    let names = models.map(\.name)
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      Self.tell("\(path): expected models of different names, found \(twice) twice")
      return nil
    }
    guard !findsFaces || loadFaceDetector(detector, in: path) else { return nil }
  }

  /// Loads the face detector, and names the others as skipped; `false`, and the reason told, where
  /// the one that is named is not there or cannot be used.
  private mutating func loadFaceDetector(_ name: String?, in path: String) -> Bool {
    let chosen =
      finders.first { $0.file.card.name == name ?? Self.usualDetector }
      ?? (name == nil ? finders.first : nil)
    guard let chosen else {
      guard let name else { return true }
      Self.tell("\(path): expected a face detector of the name \(name), found none")
      return false
    }
    for other in finders where other.path != chosen.path {
      Self.tell("\(other.path): skipped, \(chosen.file.card.name) finds the faces")
    }
    do {
      faceDetector = try FaceDetectorModel(chosen.file)
      return true
    } catch {
      Self.tell("\(chosen.path): \(error)")
      return false
    }
  }

  /// Loads one file, or names it as skipped; `false`, and the reason told, where it is a model that
  /// cannot be used.
  private mutating func load(_ path: String) throws(CaptureError) -> Bool {
    guard path.hasSuffix(".safetensors") else {
      Self.tell("\(path): skipped, it is no safetensors file")
      return true
    }
    do throws(CheckpointError) {
      let file = try ModelFile(at: path)
      if file.card.kind == "face-detector" {
        finders.append((path, file))
        return true
      }
      guard file.card.kind == SilentFaceModel.kind else {
        Self.tell("\(path): skipped, it is a model of the kind \(file.card.kind)")
        return true
      }
      models.append(try SilentFaceModel(file))
    } catch {
      guard case .noCard = error else {
        Self.tell("\(path): \(error)")
        return false
      }
      Self.tell("\(path): skipped, it has no card; make convert-models writes files that have one")
    }
    return true
  }

  /// Tells a sentence on standard error.
  static func tell(_ sentence: String) {
    try? OutputFile.standardError.write("liveness: \(PlainText.visible(sentence))\n")
  }
}

import Liveness
import LivenessLayers
import LivenessMedia

/// The models in a folder.
struct SilentModelFiles {
  /// The models that judge, in the order of their files' names.
  private(set) var models: [SilentFaceModel] = []

  /// What is told where no folder of models is named.
  static let howToFetch = """
    no model judges colour images; fetch MiniFASNet with Weights/download.sh, run make \
    convert-models SRC=DIR OUT=DIR, and name OUT with --models
    """

  /// Loads every file of the folder that carries a card of the kind `silent-face`, and names the
  /// others; `nil`, and the reason told, where a model cannot be used or there is none.
  init?(at path: String) {
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

import Liveness
import LivenessMedia

/// Judges captures of a data set once more, to show what the networks saw.
struct MistakeViewer {
  /// The folder that the names of captures start from.
  let folder: String
  /// The detector that gave the scores, where it is at hand.
  let detector: LivenessDetector?

  /// The folder of a data set: itself, or the one its manifest stands in.
  static func folder(ofDataset path: String) -> String {
    if (try? FolderListing(at: path)) != nil { return path }
    return path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? "."
  }

  /// The pictures of a capture, or why there are none.
  ///
  /// - Throws: `CancellationError` where the task is cancelled.
  func pictures(of capture: String) throws(CancellationError) -> Mistake.Pictures {
    guard let detector else {
      return .missing("No pictures: the model that gave the scores is not at hand.")
    }
    let path = capture.hasPrefix("/") ? capture : folder + "/" + capture
    do {
      let frames = try CaptureFolder.read(at: path)
      return .seen(try detector.detect(frames, keepingStages: true), frames)
    } catch let error as CaptureError {
      return .missing(
        "No pictures: \(error.message) Name the folder of the captures with --captures.")
    } catch let error as CancellationError {
      throw error
    } catch {
      return .missing("No pictures: \(error)")
    }
  }
}

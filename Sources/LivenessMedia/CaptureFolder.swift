public import Liveness

/// A capture on disk: a folder with `capture.json` and the files it names.
///
/// Documentation/CaptureFormat.md specifies it.
public enum CaptureFolder {
  /// Reads one capture.
  ///
  /// - Throws: ``CaptureError`` that names the file and what was expected and found there.
  public static func read(at path: String) throws(CaptureError) -> LivenessCapture {
    throw CaptureError(code: .notReadable, message: "", file: path)
  }

  /// The captures at a path, sorted: the path itself where it holds a `capture.json`, else every
  /// folder below it that does.
  ///
  /// - Throws: ``CaptureError`` where the path does not exist, is no folder, or holds no capture.
  public static func find(at path: String) throws(CaptureError) -> [String] {
    [path]
  }
}

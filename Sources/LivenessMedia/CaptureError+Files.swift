extension CaptureError {
  /// The file ends before what it promises is there.
  static func truncated(_ message: String, file: String) -> CaptureError {
    CaptureError(code: .truncatedFile, message: message, file: file)
  }

  /// The file is damaged, or contradicts itself.
  static func malformed(_ message: String, file: String) -> CaptureError {
    CaptureError(code: .malformedFile, message: message, file: file)
  }

  /// The file is whole, as far as is known, and cannot be used here.
  static func unsupported(_ message: String, file: String) -> CaptureError {
    CaptureError(code: .unsupportedFile, message: message, file: file)
  }

  /// Something cannot be written as a file of the given kind.
  static func unwritable(_ kind: String, _ reason: String) -> CaptureError {
    CaptureError(
      code: .notWritable, message: "the \(kind) cannot be written: \(reason)", file: "")
  }
}

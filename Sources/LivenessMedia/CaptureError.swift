public import Liveness

/// Why a capture could not be read.
public struct CaptureError: Error, Sendable, Hashable {
  /// What kind of thing went wrong; the raw value is the code used in JSON.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    /// The file or folder exists and cannot be opened or read.
    case notReadable
    /// The file or folder does not exist.
    case missingFile
    /// The path leads to a device, a pipe or a folder where a file is expected.
    case notAFile
    /// The folder holds no capture, or the path is no folder.
    case notACapture
    /// A file name leads out of the capture's folder.
    case fileOutsideFolder
    /// A file or an image is larger than what is accepted.
    case budgetExceeded
    /// `capture.json` is not valid JSON.
    case malformedJSON
    /// An object has a key that the format does not know.
    case unknownKey
    /// An object has the same key twice.
    case duplicateKey
    /// An object lacks a key.
    case missingKey
    /// A value has the wrong type, or lies outside its range.
    case wrongValue
    /// A frame does not have the size that the capture states.
    case wrongSize
    /// An image file ends too early.
    case truncatedImage
    /// An image file is damaged.
    case malformedImage
    /// The image has a format or a kind of samples that cannot be used here.
    case unsupportedImage
    /// A file of numbers or points ends too early.
    case truncatedFile
    /// A file of numbers or points is damaged, or contradicts itself.
    case malformedFile
    /// The file has a format, or a kind of content, that cannot be used here.
    case unsupportedFile
    /// A file could not be made from what was given.
    case notWritable
  }

  /// What kind of thing went wrong.
  public let code: Code
  /// One sentence for a person: what was expected and what was found.
  public let message: String
  /// The path of the file concerned.
  public let file: String

  /// Says what went wrong with which file.
  public init(code: Code, message: String, file: String) {
    self.code = code
    self.message = message
    self.file = file
  }
}

extension CaptureError: CustomStringConvertible {
  /// The file, the sentence and the code.
  public var description: String { "\(file): \(message) [\(code.rawValue)]" }
}

extension CaptureError: SubjectError {
  /// Whether what was read is no capture that can be used; a file that is missing, or may not be read
  /// or written, says nothing of the capture.
  public var isAboutSubject: Bool {
    switch code {
    case .notReadable, .missingFile, .notWritable: false
    case .notAFile, .notACapture, .fileOutsideFolder, .budgetExceeded: true
    case .malformedJSON, .unknownKey, .duplicateKey, .missingKey, .wrongValue, .wrongSize: true
    case .truncatedImage, .malformedImage, .unsupportedImage: true
    case .truncatedFile, .malformedFile, .unsupportedFile: true
    }
  }
}

public import LivenessTensors

/// Why a weight file cannot be used: what is wrong, and where.
public enum CheckpointError: Error, Sendable, Hashable {
  // MARK: The file

  /// The system does not open or map the file.
  case unreadable(file: String, reason: String)
  /// The path leads to something that is no regular file.
  case notRegularFile(file: String, found: String)
  /// The file has become smaller since it was opened.
  case shrunk(file: String, expected: Int, found: Int)

  // MARK: Its header

  /// There are fewer bytes than the eight of the header's length.
  case tooShort(byteCount: Int)
  /// The header's length is above ``SafetensorsFile/maximumHeaderLength`` or reaches beyond the end.
  case headerLength(found: UInt64, maximum: Int)
  /// The header is not the JSON that is expected.
  case header(JSONError)
  /// A part of the header is missing or of another kind.
  case headerField(JSONMismatch)
  /// A tensor has an element type that no standard file has.
  case unknownElementType(tensor: String, found: String)
  /// A shape has a negative extent, or more elements than can be counted.
  case invalidShape(tensor: String, found: String)
  /// A tensor's first byte stands after its last.
  case reversedOffsets(tensor: String, begin: Int, end: Int)
  /// A tensor reaches beyond the end of the file.
  case outside(tensor: String, end: Int, byteCount: Int)
  /// Two tensors share bytes.
  case overlap(tensor: String, other: String)
  /// Bytes belong to no tensor; they stand before the named one, or at the end.
  case gap(offset: Int, byteCount: Int, before: String?)
  /// A tensor's bytes are not as many as its shape takes.
  case byteCount(tensor: String, elementType: ElementType, shape: Shape, expected: Int, found: Int)

  // MARK: Its tensors

  /// There is no tensor of the name.
  case noTensor(name: String)
  /// The tensor's elements cannot be read as what is asked for.
  case elementType(tensor: String, expected: String, found: ElementType)
  /// A byte of a boolean tensor is neither 0 nor 1.
  case invalidBoolean(tensor: String, index: Int, found: UInt8)
  /// Parameters do not fit the network; all that do not are listed.
  case parameters([ParameterProblem])

  // MARK: The model

  /// The file has no card: it holds tensors, but does not say what they are.
  case noCard
  /// The card is not the JSON that is expected.
  case cardText(JSONError)
  /// A part of the card is missing or not as expected.
  case card(path: String, expected: String, found: String)
  /// The golden vector lacks a tensor, or has one that does not fit.
  case goldenTensor(name: String, expected: String, found: String)
  /// The network does not give what the golden vector records.
  case golden(name: String, index: Int, expected: Float, found: Float, tolerance: Float)
}

/// What is wrong with one parameter of a network.
public enum ParameterProblem: Sendable, Hashable {
  /// The network needs it and the file lacks it.
  case missing(name: String, shape: Shape)
  /// The file has it and the network does not need it.
  case unexpected(name: String, shape: Shape)
  /// It has another shape than the network needs.
  case shape(name: String, expected: Shape, found: Shape)
  /// Its elements are no floating-point numbers that can become parameters.
  case elementType(name: String, found: ElementType)
  /// It has a value that is not finite, the first of them at the index in row-major order.
  case notFinite(name: String, index: Int, found: Float)
}

extension ParameterProblem: CustomStringConvertible {
  /// One clause for a person.
  public var description: String {
    switch self {
    case .missing(let name, let shape): "\(name) \(shape) is missing"
    case .unexpected(let name, let shape): "\(name) \(shape) is not expected"
    case .shape(let name, let expected, let found):
      "\(name) must have shape \(expected), found \(found)"
    case .elementType(let name, let found): "\(name) must be F32, F16 or BF16, found \(found)"
    case .notFinite(let name, let index, let found): "\(name) holds \(found) at index \(index)"
    }
  }
}

extension CheckpointError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .unreadable(let file, let reason): "\(file) cannot be read: \(reason)"
    case .notRegularFile(let file, let found): "\(file) must be a regular file, found \(found)"
    case .shrunk(let file, let expected, let found):
      "\(file) has shrunk from \(expected) to \(found) bytes since it was opened"
    case .tooShort(let byteCount):
      "a safetensors file has 8 bytes at least, found \(byteCount)"
    case .headerLength(let found, let maximum):
      "the header must have at most \(maximum) bytes, found a length of \(found)"
    case .header(let error): "the header is invalid: \(error)"
    case .headerField(let mismatch):
      "the header's \(mismatch.path) must be \(mismatch.expected), found \(mismatch.found)"
    case .unknownElementType(let tensor, let found):
      "tensor \(tensor) has the unknown element type \"\(found)\""
    case .invalidShape(let tensor, let found): "tensor \(tensor) has the invalid shape \(found)"
    case .reversedOffsets(let tensor, let begin, let end):
      "tensor \(tensor) begins at byte \(begin), after its end at \(end)"
    case .outside(let tensor, let end, let byteCount):
      "tensor \(tensor) ends at byte \(end), the data at \(byteCount)"
    case .overlap(let tensor, let other): "tensors \(tensor) and \(other) overlap"
    case .gap(let offset, let byteCount, let before):
      "\(byteCount) bytes at \(offset), "
        + (before.map { "before tensor \($0)" } ?? "at the end") + ", belong to no tensor"
    case .byteCount(let tensor, let elementType, let shape, let expected, let found):
      "tensor \(tensor) of \(elementType) \(shape) takes \(expected) bytes, found \(found)"
    case .noTensor(let name): "there is no tensor \(name)"
    case .elementType(let tensor, let expected, let found):
      "tensor \(tensor) must be \(expected), found \(found)"
    case .invalidBoolean(let tensor, let index, let found):
      "tensor \(tensor) must hold 0 or 1, found \(found) at index \(index)"
    case .parameters(let problems):
      "the parameters do not fit the network: "
        + problems.map(\.description).joined(separator: "; ")
    case .noCard: "the file holds tensors but no model card (\"\(ModelCard.metadataKey)\")"
    case .cardText(let error): "the model card is invalid: \(error)"
    case .card(let path, let expected, let found):
      "the model card's \(path) must be \(expected), found \(found)"
    case .goldenTensor(let name, let expected, let found):
      "the golden vector's \(name) must be \(expected), found \(found)"
    case .golden(let name, let index, let expected, let found, let tolerance):
      "the golden vector does not reproduce: \(name) at index \(index) must be \(expected) "
        + "to within \(tolerance), found \(found)"
    }
  }
}

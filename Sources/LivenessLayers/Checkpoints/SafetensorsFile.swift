public import LivenessTensors

/// Named tensors in the safetensors format: a JSON header, then the bytes of each in turn.
///
/// The header is checked as a whole when the file is opened: the tensors fill the data without gap
/// or overlap, and each has the bytes that its shape takes. Tensors are converted when they are
/// asked for. Documentation/WeightFormat.md specifies what is accepted.
public struct SafetensorsFile: Sendable {
  /// What the header says of one tensor.
  public struct Entry: Sendable, Hashable {
    /// The name, with dots that mirror the property path.
    public let name: String
    /// What its elements are.
    public let elementType: ElementType
    /// The extents, outermost first.
    public let shape: Shape
    /// Where its bytes stand, from the start of the file.
    let range: Range<Int>
  }

  /// The longest header that is accepted, in bytes.
  public static let maximumHeaderLength = 100_000_000

  /// The header's `__metadata__`: text by name.
  public let metadata: [String: String]
  /// The tensors in the order of their bytes.
  public let entries: [Entry]

  let bytes: WeightBytes
  private let positions: [String: Int]

  /// Maps a file into memory and reads its header.
  ///
  /// The file must not change while it is used: replace it by renaming, do not rewrite it. A file
  /// that has become smaller is refused when a tensor is asked for.
  ///
  /// - Parameter path: The path of a regular file.
  /// - Throws: `CheckpointError`.
  public init(at path: String) throws(CheckpointError) {
    try self.init(.mapped(try MappedFile(at: path)))
  }

  /// Reads the header of a file that is held in memory.
  ///
  /// - Parameter bytes: The whole file.
  /// - Throws: `CheckpointError`.
  public init(bytes: [UInt8]) throws(CheckpointError) {
    try self.init(.array(bytes))
  }

  /// Reads the header of a file that is part of the program, such as one embedded by a C target;
  /// its bytes are not copied.
  ///
  /// - Parameter bytes: The whole file; it must stay where it is, unchanged, as long as the program
  ///   runs.
  /// - Throws: `CheckpointError`.
  @unsafe public init(staticBytes bytes: UnsafeRawBufferPointer) throws(CheckpointError) {
    try self.init(.program(unsafe StaticBytes(buffer: bytes)))
  }

  private init(_ bytes: WeightBytes) throws(CheckpointError) {
    let header = try SafetensorsHeader(of: bytes)
    self.bytes = bytes
    metadata = header.metadata
    entries = header.entries
    positions = Dictionary(uniqueKeysWithValues: zip(entries.map(\.name), entries.indices))
  }

  /// The names of the tensors in the order of their bytes.
  public var tensorNames: [String] { entries.map(\.name) }

  /// What the header says of the tensor of the given name, if there is one.
  public func entry(_ name: String) -> Entry? { positions[name].map { entries[$0] } }

  /// What the header says of the tensor of the given name.
  ///
  /// - Throws: ``CheckpointError/noTensor(name:)``.
  func requiredEntry(_ name: String) throws(CheckpointError) -> Entry {
    guard let entry = entry(name) else { throw .noTensor(name: name) }
    return entry
  }
}

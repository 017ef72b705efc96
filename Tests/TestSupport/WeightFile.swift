public import LivenessTensors

/// The bytes of a safetensors file, written part by part so that each part can be made wrong.
public struct WeightFile {
  /// One tensor: what the header says of it, and its bytes.
  public struct Stored {
    /// The name.
    public var name: String
    /// The element type as the header names it.
    public var elementType: String
    /// The extents as the header writes them.
    public var shape: String
    /// The offsets as the header writes them; by default, where the bytes stand.
    public var offsets: String?
    /// The bytes.
    public var bytes: [UInt8]

    /// Makes a tensor whose offsets are where its bytes stand.
    public init(name: String, elementType: String, shape: String, bytes: [UInt8]) {
      self.name = name
      self.elementType = elementType
      self.shape = shape
      self.bytes = bytes
    }
  }

  /// The tensors in the order of their bytes.
  public var tensors: [Stored] = []
  /// Text by name.
  public var metadata: [(name: String, text: String)] = []
  /// The length before the header; by default, the header's.
  public var headerLength: UInt64?
  /// The header; by default, made of the tensors and the metadata.
  public var header: String?

  /// Makes a file without tensors.
  public init() {}

  /// Adds a tensor of 32-bit floats.
  public mutating func add(_ name: String, _ tensor: Tensor) {
    let bytes = tensor.scalars.flatMap { Self.bytes($0.bitPattern) }
    add(name, "F32", tensor.shape.dimensions, bytes)
  }

  /// Adds a tensor of any element type.
  public mutating func add(
    _ name: String, _ elementType: String, _ shape: [Int], _ bytes: [UInt8]
  ) {
    tensors.append(
      Stored(name: name, elementType: elementType, shape: shape.description, bytes: bytes))
  }

  /// The file.
  public var bytes: [UInt8] {
    let header = Array((header ?? writtenHeader).utf8)
    let length = headerLength ?? UInt64(header.count)
    return Self.bytes(length) + header + tensors.flatMap(\.bytes)
  }

  /// The little-endian bytes of an integer.
  public static func bytes<Integer: FixedWidthInteger>(_ integer: Integer) -> [UInt8] {
    (0..<MemoryLayout<Integer>.size).map { UInt8(truncatingIfNeeded: integer >> ($0 * 8)) }
  }

  private var writtenHeader: String {
    var members: [String] = []
    if !metadata.isEmpty {
      let texts = metadata.map { "\(Self.quoted($0.name)):\(Self.quoted($0.text))" }
      members.append("\"__metadata__\":{\(texts.joined(separator: ","))}")
    }
    var begin = 0
    for tensor in tensors {
      let offsets = tensor.offsets ?? "[\(begin),\(begin + tensor.bytes.count)]"
      begin += tensor.bytes.count
      members.append(
        "\(Self.quoted(tensor.name)):{\"dtype\":\(Self.quoted(tensor.elementType)),"
          + "\"shape\":\(tensor.shape),\"data_offsets\":\(offsets)}")
    }
    return "{\(members.joined(separator: ","))}"
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      case "\n": "\\n"
      default: String(scalar)
      }
    }
    return "\"\(escaped.joined())\""
  }
}

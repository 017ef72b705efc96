public import LivenessTensors

/// The weights of an ONNX file, by the names of the layers that take them: as much of the format as
/// the tests need to read a network of somebody else.
public struct ONNXWeights {
  /// A layer: its operation, its path such as `/conv1/conv/Conv`, and the names of its inputs.
  public struct Node {
    /// The operation, such as `Conv`.
    public fileprivate(set) var operation = ""
    /// The path of the layer.
    public fileprivate(set) var name = ""
    /// The names of what it takes.
    public fileprivate(set) var inputs: [String] = []
  }

  /// The layers in order.
  public private(set) var nodes: [Node] = []
  /// The weights by their own names.
  public private(set) var tensors: [String: Tensor] = [:]

  /// Reads the bytes of a file.
  public init(_ bytes: [UInt8]) {
    for (field, content) in Self.fields(bytes[...]) where field == 7 {
      for (field, content) in Self.fields(content) {
        if field == 1 { nodes.append(Self.node(content)) }
        if field == 5, let (name, tensor) = Self.tensor(content) { tensors[name] = tensor }
      }
    }
  }

  private static func node(_ bytes: ArraySlice<UInt8>) -> Node {
    var node = Node()
    for (field, content) in fields(bytes) {
      let text = String(decoding: content, as: UTF8.self)
      switch field {
      case 1: node.inputs.append(text)
      case 3: node.name = text
      case 4: node.operation = text
      default: break
      }
    }
    return node
  }

  /// A tensor of 32-bit floats; `nil` for one of another type.
  private static func tensor(_ bytes: ArraySlice<UInt8>) -> (String, Tensor)? {
    var name = ""
    var dimensions: [Int] = []
    var isFloat = false
    var raw: ArraySlice<UInt8> = []
    for (field, content) in fields(bytes) {
      switch field {
      case 1: dimensions += varints(content)
      case 2: isFloat = varints(content) == [1]
      case 8: name = String(decoding: content, as: UTF8.self)
      case 9: raw = content
      default: break
      }
    }
    guard isFloat, raw.count == 4 * dimensions.reduce(1, *) else { return nil }
    let scalars = stride(from: raw.startIndex, to: raw.endIndex, by: 4).map { index in
      Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(raw[index + $1]) << (8 * $1) })
    }
    return (name, Tensor(shape: Shape(dimensions), scalars: scalars))
  }

  /// The fields of a protocol-buffer message; a number's content is its bytes.
  private static func fields(_ bytes: ArraySlice<UInt8>) -> [(Int, ArraySlice<UInt8>)] {
    var fields: [(Int, ArraySlice<UInt8>)] = []
    var rest = bytes
    while let key = varint(&rest) {
      switch key & 7 {
      case 0:
        let start = rest
        guard varint(&rest) != nil else { return fields }
        fields.append((key >> 3, start[start.startIndex..<rest.startIndex]))
      case 1: rest = rest.dropFirst(8)
      case 2:
        guard let count = varint(&rest), count <= rest.count else { return fields }
        fields.append((key >> 3, rest.prefix(count)))
        rest = rest.dropFirst(count)
      default: rest = rest.dropFirst(4)
      }
    }
    return fields
  }

  private static func varints(_ bytes: ArraySlice<UInt8>) -> [Int] {
    var rest = bytes
    var numbers: [Int] = []
    while let number = varint(&rest) { numbers.append(number) }
    return numbers
  }

  private static func varint(_ rest: inout ArraySlice<UInt8>) -> Int? {
    var value = 0
    for (place, byte) in rest.prefix(10).enumerated() {
      value |= Int(byte & 0x7F) << (7 * place)
      if byte < 0x80 {
        rest = rest.dropFirst(place + 1)
        return value
      }
    }
    return nil
  }
}

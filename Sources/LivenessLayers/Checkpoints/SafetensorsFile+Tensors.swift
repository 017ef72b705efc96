public import LivenessTensors

/// A stored tensor in its own element type.
public struct StoredTensor<Element: StoredElement>: Sendable {
  /// The extents, outermost first.
  public let shape: Shape
  /// The elements in row-major order; as many as `shape.count`.
  public let elements: [Element]
}

extension SafetensorsFile {
  /// A tensor of floating-point numbers as 32-bit floats.
  ///
  /// `F32` is taken as it is, `F16` and `BF16` are widened exactly.
  ///
  /// - Throws: ``CheckpointError/noTensor(name:)``,
  ///   ``CheckpointError/elementType(tensor:expected:found:)`` for any other type, or
  ///   ``CheckpointError/shrunk(file:expected:found:)``.
  public func tensor(_ name: String) throws(CheckpointError) -> Tensor {
    let entry = try requiredEntry(name)
    guard let tensor = try parameter(entry) else {
      throw .elementType(tensor: name, expected: "F32, F16 or BF16", found: entry.elementType)
    }
    return tensor
  }

  /// A tensor in its own element type: `values(of: "mask", as: UInt8.self)`.
  ///
  /// - Throws: ``CheckpointError/noTensor(name:)``,
  ///   ``CheckpointError/elementType(tensor:expected:found:)`` for any other type,
  ///   ``CheckpointError/invalidBoolean(tensor:index:found:)``, or
  ///   ``CheckpointError/shrunk(file:expected:found:)``.
  public func values<Element: StoredElement>(
    of name: String, as type: Element.Type
  ) throws(CheckpointError) -> StoredTensor<Element> {
    let entry = try requiredEntry(name)
    guard entry.elementType == type.elementType else {
      throw .elementType(
        tensor: name, expected: type.elementType.rawValue, found: entry.elementType)
    }
    let stride = entry.elementType.bitCount / 8
    var elements: [Element] = []
    elements.reserveCapacity(entry.shape.count)
    let refused: UInt8? = try unsafe bytes.withBytes(entry.range) { buffer in
      for start in Swift.stride(from: 0, to: buffer.count, by: stride) {
        guard let base = buffer.baseAddress,
          let element = unsafe Element.load(from: base + start)
        else { return unsafe buffer[start] }
        elements.append(element)
      }
      return nil
    }
    if let refused {
      throw .invalidBoolean(tensor: name, index: elements.count, found: refused)
    }
    return StoredTensor(shape: entry.shape, elements: elements)
  }

  /// The bytes of a tensor of any type, as they stand in the file: little-endian, row-major.
  ///
  /// - Throws: ``CheckpointError/noTensor(name:)`` or
  ///   ``CheckpointError/shrunk(file:expected:found:)``.
  public func bytes(of name: String) throws(CheckpointError) -> [UInt8] {
    try unsafe bytes.withBytes(try requiredEntry(name).range) { unsafe [UInt8]($0) }
  }

  /// A tensor of floating-point numbers; `nil` where its elements are something else.
  func parameter(_ entry: Entry) throws(CheckpointError) -> Tensor? {
    let widen: (UnsafeRawBufferPointer, Int) -> [Float]
    switch entry.elementType {
    case .float32: unsafe widen = FloatWidening.single
    case .float16: unsafe widen = FloatWidening.half
    case .bfloat16: unsafe widen = FloatWidening.brain
    default: return nil
    }
    let scalars = try unsafe bytes.withBytes(entry.range) { unsafe widen($0, entry.shape.count) }
    return Tensor(shape: entry.shape, scalars: scalars)
  }
}

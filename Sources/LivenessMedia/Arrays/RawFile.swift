import LivenessLayers

/// Reads bare samples that a file beside them describes: `depth.raw` and `depth.raw.json`.
///
/// ```json
/// { "format": "liveness-raw/1", "width": 640, "height": 480, "type": "uint16" }
/// ```
///
/// `type` is one of `int8`, `uint8`, `int16`, `uint16`, `int32`, `uint32`, `float16`, `float32`,
/// `float64`. Optional are `byte_order` (`"little"` or `"big"`), `offset` of the first sample in
/// bytes, `row_bytes` from one row to the next, and `channels`, 1 or 3 (with `uint8`).
public enum RawFile {
  /// What the name of a raw file's description ends with.
  static let descriptionSuffix = ".json"

  /// Reads samples.
  ///
  /// - Parameters:
  ///   - bytes: The samples.
  ///   - description: The JSON document that describes them.
  ///   - file: The name for errors.
  ///   - budget: How large the picture may be.
  ///
  /// - Returns: The picture that the samples make.
  /// - Throws: ``CaptureError`` where the description is wrong, or the samples end before it says.
  public static func decode(
    _ bytes: [UInt8], description: [UInt8], file: String, budget: MediaBudget = .standard
  ) throws(CaptureError) -> DecodedImage {
    try decode(bytes, description: description, file: file, budget: budget, expecting: nil)
  }

  static func decode(
    _ bytes: [UInt8], description: [UInt8], file: String, budget: MediaBudget,
    expecting size: ExpectedSize?
  ) throws(CaptureError) -> DecodedImage {
    let fields = try CaptureFields(json: description, file: file + descriptionSuffix)
    try fields.allow([
      "format", "width", "height", "type", "byte_order", "offset", "row_bytes", "channels",
    ])
    _ = try fields.choice("format", among: ["liveness-raw/1"])
    let sides = 1...(1 << 20)
    let (width, height) = (
      try fields.integer("width", in: sides), try fields.integer("height", in: sides)
    )
    try budget.check(width: width, height: height, file: file)
    try size?.check(width: width, height: height, file: file)
    let layout = try layout(fields)
    let channels = fields.has("channels") ? try fields.integer("channels", in: 1...3) : 1
    guard channels == 1 || channels == 3 && layout.type == .uint8 else {
      throw fields.wrong(
        "channels", expected: "1, or 3 of type \"uint8\"", found: "\(channels)")
    }
    let row = width * channels * layout.type.byteCount
    let offset = fields.has("offset") ? try fields.integer("offset", in: 0...(1 << 40)) : 0
    let rowStride =
      fields.has("row_bytes") ? try fields.integer("row_bytes", in: row...(1 << 30)) : row
    let needed = offset + (height - 1) * rowStride + row
    guard bytes.count >= needed else {
      throw .truncated(
        "expected at least \(needed) bytes, as \(descriptionSuffix) says, found \(bytes.count)",
        file: file)
    }
    return SampleGrid(
      width: width, height: height, channels: channels, layout: layout, offset: offset,
      columnStride: channels * layout.type.byteCount, rowStride: rowStride,
      channelStride: layout.type.byteCount
    ).image(in: bytes)
  }

  private static func layout(_ fields: CaptureFields) throws(CaptureError) -> SampleLayout {
    let types: KeyValuePairs<String, SampleType> = [
      "uint16": .uint16, "float32": .float32, "uint8": .uint8, "int8": .int8, "int16": .int16,
      "int32": .int32, "uint32": .uint32, "float16": .float16, "float64": .float64,
    ]
    let name = try fields.choice("type", among: types.map(\.key))
    let order =
      fields.has("byte_order")
      ? try fields.choice("byte_order", among: ["little", "big"]) : "little"
    guard let type = types.first(where: { $0.key == name })?.value else {
      throw fields.wrong("type", expected: "a type of numbers", found: name)
    }
    return SampleLayout(type: type, isBigEndian: order == "big")
  }
}

import CZlib

/// The entries of a ZIP archive in memory, stored or deflated; no encryption, no parts, no ZIP64.
///
/// PKWARE, .ZIP File Format Specification (APPNOTE), version 6.3.
struct ZIPArchive {
  /// One file of the archive.
  struct Entry {
    let name: String
    fileprivate let method: Int
    fileprivate let checksum: Int
    fileprivate let compressedBytes: Int
    fileprivate let contentBytes: Int
    fileprivate let headerOffset: Int
  }

  static let signature: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
  private static let directorySignature = 0x0201_4B50
  private static let endSignature = 0x0605_4B50
  private static let mostEntries = 4096

  let entries: [Entry]
  private let bytes: [UInt8]
  private let file: String

  init(_ bytes: [UInt8], file: String) throws(CaptureError) {
    let reader = ByteReader(bytes: bytes)
    let end = try Self.end(reader, file: file)
    guard let count = reader.number(2, at: end + 10), var offset = reader.number(4, at: end + 16)
    else { throw .truncated("the ZIP archive's directory is cut off", file: file) }
    guard count <= Self.mostEntries else {
      throw CaptureError(
        code: .budgetExceeded,
        message: "expected a ZIP archive of at most \(Self.mostEntries) files, found \(count)",
        file: file)
    }
    var entries: [Entry] = []
    for _ in 0..<count {
      let (entry, next) = try Self.entry(at: offset, reader, file: file)
      entries.append(entry)
      offset = next
    }
    self.entries = entries
    self.bytes = bytes
    self.file = file
  }

  /// Where the record lies that ends the archive; at most a remark of 65535 bytes follows it.
  private static func end(_ reader: ByteReader, file: String) throws(CaptureError) -> Int {
    let last = reader.bytes.count - 22
    for offset in stride(from: last, through: max(0, last - 65_535), by: -1)
    where reader.number(4, at: offset) == endSignature { return offset }
    throw .truncated("the ZIP archive ends before its directory", file: file)
  }

  private static func entry(
    at offset: Int, _ reader: ByteReader, file: String
  ) throws(CaptureError) -> (Entry, next: Int) {
    guard reader.number(4, at: offset) == directorySignature,
      let flags = reader.number(2, at: offset + 8), let method = reader.number(2, at: offset + 10),
      let checksum = reader.number(4, at: offset + 16),
      let compressed = reader.number(4, at: offset + 20),
      let content = reader.number(4, at: offset + 24),
      let nameBytes = reader.number(2, at: offset + 28),
      let extraBytes = reader.number(2, at: offset + 30),
      let remarkBytes = reader.number(2, at: offset + 32),
      let header = reader.number(4, at: offset + 42), offset + 46 + nameBytes <= reader.bytes.count
    else {
      throw .malformed("expected an entry of the ZIP directory at byte \(offset)", file: file)
    }
    let name = String(
      decoding: reader.bytes[offset + 46..<offset + 46 + nameBytes], as: UTF8.self)
    guard flags & 1 == 0 else {
      throw .unsupported("expected no encryption, found it in \"\(name)\"", file: file)
    }
    let entry = Entry(
      name: name, method: method, checksum: checksum, compressedBytes: compressed,
      contentBytes: content, headerOffset: header)
    return (entry, offset + 46 + nameBytes + extraBytes + remarkBytes)
  }

  /// The content of an entry, whose length is checked before memory for it is taken.
  func content(of entry: Entry, limit: Int) throws(CaptureError) -> [UInt8] {
    guard entry.contentBytes <= limit else {
      throw CaptureError(
        code: .budgetExceeded,
        message: "expected at most \(limit) bytes in \"\(entry.name)\", found "
          + "\(entry.contentBytes)", file: file)
    }
    guard entry.contentBytes < Int(UInt32.max) else {
      throw .unsupported(
        "expected less than 4 GiB in \"\(entry.name)\", found a ZIP64 entry", file: file)
    }
    let data = try data(of: entry)
    let content: [UInt8]
    switch entry.method {
    case 0: content = Array(bytes[data])
    case 8: content = try inflated(data, of: entry)
    default:
      throw .unsupported(
        "expected \"\(entry.name)\" stored or deflated, found method \(entry.method)", file: file)
    }
    let checksum = unsafe crc32(0, content, UInt32(content.count))
    guard content.count == entry.contentBytes, checksum == UInt(entry.checksum) else {
      throw .malformed(
        "the content of \"\(entry.name)\" is damaged: its checksum differs", file: file)
    }
    return content
  }

  private func data(of entry: Entry) throws(CaptureError) -> Range<Int> {
    let reader = ByteReader(bytes: bytes)
    guard bytes.dropFirst(entry.headerOffset).starts(with: Self.signature),
      let nameBytes = reader.number(2, at: entry.headerOffset + 26),
      let extraBytes = reader.number(2, at: entry.headerOffset + 28),
      bytes.dropFirst(entry.headerOffset + 30).starts(with: entry.name.utf8)
    else {
      throw .malformed(
        "expected \"\(entry.name)\" at byte \(entry.headerOffset), found something else",
        file: file)
    }
    let start = entry.headerOffset + 30 + nameBytes + extraBytes
    guard start + entry.compressedBytes <= bytes.count else {
      throw .truncated(
        "expected \(entry.compressedBytes) bytes of \"\(entry.name)\" from byte \(start) on, "
          + "found \(max(0, bytes.count - start))", file: file)
    }
    return start..<start + entry.compressedBytes
  }

  /// No byte is written beyond the stated length; a stream that holds more or less is refused.
  private func inflated(_ data: Range<Int>, of entry: Entry) throws(CaptureError) -> [UInt8] {
    // Deflate never packs more than 1032 bytes into one.
    guard entry.contentBytes / 1032 <= data.count else {
      throw .malformed(
        "expected at most \(data.count * 1032) bytes in \"\(entry.name)\", found "
          + "\(entry.contentBytes) stated", file: file)
    }
    var input = Array(bytes[data])
    var status = Z_MEM_ERROR
    let content = unsafe [UInt8](unsafeUninitializedCapacity: entry.contentBytes + 1) {
      output, filled in
      unsafe input.withUnsafeMutableBufferPointer { input in
        var stream = unsafe z_stream()
        unsafe stream.next_in = input.baseAddress
        unsafe stream.avail_in = UInt32(input.count)
        unsafe stream.next_out = output.baseAddress
        unsafe stream.avail_out = UInt32(entry.contentBytes + 1)
        // A negative window says that neither header nor checksum surrounds the stream.
        status = unsafe inflateInit2_(
          &stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { return }
        status = unsafe inflate(&stream, Z_FINISH)
        filled = unsafe Int(stream.total_out)
        unsafe inflateEnd(&stream)
      }
    }
    guard status == Z_STREAM_END else {
      throw .malformed("the compressed content of \"\(entry.name)\" is damaged", file: file)
    }
    return content
  }
}

public import Liveness

extension LivenessPolicy {
  /// Reads a policy file of at most 1 MiB.
  ///
  /// - Throws: ``LivenessError`` that says what was expected and what was found.
  public init(at path: String) throws(LivenessError) {
    let bytes: [UInt8]
    do {
      bytes = try RegularFile.bytes(at: path, limit: 1 << 20)
    } catch {
      throw .policyFile(error.message)
    }
    try self.init(parsing: bytes)
  }
}

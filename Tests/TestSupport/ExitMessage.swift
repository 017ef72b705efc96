public import Testing

/// Expects that an exit test's process said a sentence on standard error before it ended; only
/// debug builds carry the sentences of traps.
public func expect(
  _ exit: ExitTest.Result?, says sentence: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  #if DEBUG
    let said = String(decoding: exit?.standardErrorContent ?? [], as: UTF8.self)
    #expect(said.contains(sentence), sourceLocation: sourceLocation)
  #endif
}

import LivenessLayers

extension JSONFields where Failure == CheckpointError {
  /// The member as one of the choices that a type has.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, as type: Choice.Type = Choice.self
  ) throws(CheckpointError) -> Choice {
    let names = type.allCases.map(\.rawValue)
    let text = try string(name, in: names)
    guard let choice = Choice(rawValue: text) else {
      throw mismatch(name, expected: names.joined(separator: " or "), found: text)
    }
    return choice
  }
}

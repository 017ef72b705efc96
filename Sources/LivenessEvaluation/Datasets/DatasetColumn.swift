import LivenessMedia

/// What a row of a data set says about a presentation.
public enum DatasetColumn: String, Sendable, Hashable, CaseIterable {
  /// The path of the capture, from the folder of the manifest.
  case capture
  /// The score, where it was judged already; higher means more live.
  case score
  /// Why there is no answer, where there is none.
  case reason
  /// `bona-fide` or `attack`; 0 or 1, where it was said which is which.
  case label
  /// The attack instrument species.
  case species
  /// The attack potential of the species.
  case level
  /// What the attack instrument is made of.
  case material
  /// The light.
  case illumination
  /// The person.
  case subject
  /// The camera.
  case camera
  /// The group of people.
  case group
  /// The part of the data set.
  case split
  /// `true` or `false`: whether a matcher took it for the person it was presented as.
  case matched
  /// `frame` or `presentation`: what is counted as one, in every row the same.
  case unit
  /// The name and version of the model that gave the score.
  case model

  /// The column of a name; the error names the nearest where there is none.
  static func named(_ name: String, file: String, line: Int) throws(DatasetError) -> DatasetColumn {
    if let column = DatasetColumn(rawValue: name) { return column }
    let names = allCases.map(\.rawValue)
    let hint = Spelling.nearest(to: name, among: names).map { "; did you mean \"\($0)\"?" } ?? ""
    throw DatasetError(
      file: file, line: line,
      message: "expected columns among \(names.joined(separator: ", ")), found \"\(name)\"\(hint)")
  }
}

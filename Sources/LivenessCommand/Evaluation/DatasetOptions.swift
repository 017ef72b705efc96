public import ArgumentParser
import Liveness
public import LivenessEvaluation

/// What has to be said about a data set that its files do not say.
struct DatasetOptions: ParsableArguments {
  @Option(
    name: .customLong("split"),
    help: ArgumentHelp("Use only this part of the data set.", valueName: "name"))
  var chosenSplit: String?

  @Option(
    help: ArgumentHelp(
      "Read numeric labels, of which this one is live and the other an attack.",
      valueName: "0|1"))
  var liveLabel: Int?

  @Option(
    name: .customLong("unit"),
    help: ArgumentHelp(
      "What a row counts as, where the data set does not say so; else a presentation.",
      valueName: "frame|presentation"))
  var chosenUnit: Presentation.Unit?

  func validate() throws {
    guard chosenSplit != "" else { throw ValidationError("The name of the split is empty.") }
    guard liveLabel.map({ LabelMode(rawValue: $0) != nil }) ?? true else {
      throw ValidationError("The label of live is 0 or 1.")
    }
  }

  /// What the numbers 0 and 1 stand for as labels; `nil` where they are refused.
  var labels: LabelMode? { liveLabel.flatMap(LabelMode.init(rawValue:)) }

  /// What is counted as one: what the data set says, else what was chosen, else a presentation.
  func unit(
    of presentations: [Presentation], in path: String
  ) throws(DatasetError) -> Presentation.Unit {
    let stated = presentations.lazy.compactMap(\.unit).first
    if let chosenUnit, let stated, chosenUnit != stated {
      throw DatasetError(
        file: path,
        message: "expected the unit \"\(chosenUnit.rawValue)\" of --unit, found "
          + "\"\(stated.rawValue)\"")
    }
    return stated ?? chosenUnit ?? .presentation
  }

  /// The split to use; `nil` where there are none.
  ///
  /// Splits are never mixed: of several, one is chosen or preferred.
  func split(
    of splits: [String], in path: String, preferring preferred: String
  ) throws(DatasetError) -> String? {
    if let chosenSplit {
      guard splits.contains(chosenSplit) else {
        throw DatasetError(
          file: path,
          message: "expected the split \"\(chosenSplit)\", found "
            + (splits.isEmpty ? "none" : splits.joined(separator: ", ")))
      }
      return chosenSplit
    }
    if splits.contains(preferred) { return preferred }
    guard splits.count <= 1 else {
      throw DatasetError(
        file: path,
        message: "expected a split to be chosen with --split, found "
          + splits.joined(separator: ", "))
    }
    return splits.first
  }
}

extension Presentation.Unit: ExpressibleByArgument {}

import LivenessLayers

extension LivenessPolicy {
  /// The only format of a policy file that is understood.
  public static let format = "liveness-policy/1"

  /// Reads a policy file: the rule, the model and camera that it was calibrated for, and what follows
  /// where a capture looks like nothing that the model was trained on.
  ///
  /// What a file says about how its rule was found (`target`, `scores`, `rates`,
  /// `operating_points`) is for people and is not looked at. Documentation/Evaluation.md specifies
  /// the format.
  ///
  /// - Parameter text: The bytes of the file.
  /// - Throws: ``LivenessError/policyFile(_:)`` where it is not such a file, and
  ///   ``LivenessError/policy(field:expected:found:)`` for a threshold out of range.
  public init(parsing text: [UInt8]) throws(LivenessError) {
    let root: JSONValue
    do {
      root = try JSONValue(parsing: text)
    } catch {
      throw .policyFile("is not valid JSON: \(error)")
    }
    guard case .object(let members) = root else {
      throw .policyFile("expected an object, found \(root.kind)")
    }
    let fields = JSONFields<LivenessError>(members) {
      .policyFile("\($0.path): expected \($0.expected), found \($0.found)")
    }
    try fields.require("format", is: Self.format)
    try fields.refuseUnknown(besides: [
      "format", "model", "camera", "comparator", "rule", "target", "scores", "rates",
      "operating_points", "remarks", "training_range",
    ])
    try fields.require("comparator", is: ">")
    self.init(
      rule: try DecisionRule(fields.object("rule")), model: try Model(fields.object("model")),
      camera: fields.contains("camera") ? try fields.string("camera") : nil)
    if fields.contains("training_range") { trainingRange = try TrainingRangeRule(fields) }
    try validate()
  }
}

extension DecisionRule {
  /// One threshold or both, by the probability that they are compared with.
  fileprivate init(_ fields: JSONFields<LivenessError>) throws(LivenessError) {
    try fields.refuseUnknown(besides: ["live_above", "spoof_above"])
    let live = fields.contains("live_above") ? try fields.number("live_above") : nil
    let spoof = fields.contains("spoof_above") ? try fields.number("spoof_above") : nil
    switch (live, spoof) {
    case (let live?, let spoof?): self = .agreement(liveAbove: live, spoofAbove: spoof)
    case (let live?, nil): self = .liveAbove(live)
    case (nil, let spoof?): self = .spoofAbove(spoof)
    case (nil, nil):
      throw fields.mismatch("live_above", expected: "a number, or spoof_above", found: "neither")
    }
  }
}

extension TrainingRangeRule {
  /// The rule that the member `training_range` names.
  fileprivate init(_ fields: JSONFields<LivenessError>) throws(LivenessError) {
    let name = try fields.string("training_range")
    guard let rule = TrainingRangeRule(rawValue: name) else {
      throw fields.mismatch(
        "training_range", expected: "\"noted\" or \"required\"", found: "\"\(name)\"")
    }
    self = rule
  }
}

extension LivenessPolicy.Model {
  fileprivate init(_ fields: JSONFields<LivenessError>) throws(LivenessError) {
    try fields.refuseUnknown(besides: ["title", "classes"])
    let classes = try fields.strings("classes")
    guard let labels = LabelMode(classes: classes) else {
      throw fields.mismatch(
        "classes", expected: "live and spoof, in the model's order", found: "\(classes)")
    }
    self.init(title: try fields.string("title"), labels: labels)
  }
}

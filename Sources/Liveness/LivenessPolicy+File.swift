import LivenessLayers

extension LivenessPolicy {
  /// The only format of a policy file that is understood.
  public static let format = "liveness-policy/1"

  /// Reads a policy file: the rule, the model and camera that it was calibrated for, and what a capture
  /// must offer beside it.
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
      "operating_points", "remarks", "training_range", "minimum_face_pixels",
      "requires_image", "faces",
      "latency_budget_milliseconds", "largest_time_skew_milliseconds", "voting", "geometry",
    ])
    try fields.require("comparator", is: ">")
    self.init(
      rule: try DecisionRule(fields.object("rule")), model: try Model(fields.object("model")),
      camera: fields.contains("camera") ? try fields.string("camera") : nil)
    if fields.contains("training_range") { trainingRange = try TrainingRangeRule(fields) }
    try readDemands(fields)
    try validate()
  }

  /// Reads what a capture must offer, and what becomes of several faces and frames.
  private mutating func readDemands(
    _ fields: JSONFields<LivenessError>
  ) throws(LivenessError) {
    if fields.contains("minimum_face_pixels") {
      minimumFaceSize = try fields.number("minimum_face_pixels")
    }
    if fields.contains("requires_image") { requiresImage = try fields.boolean("requires_image") }
    if fields.contains("latency_budget_milliseconds") {
      latencyBudget = try fields.milliseconds("latency_budget_milliseconds")
    }
    if fields.contains("largest_time_skew_milliseconds") {
      largestTimeSkew = try fields.milliseconds("largest_time_skew_milliseconds")
    }
    if fields.contains("geometry") { geometry = try fields.choice("geometry") }
    if fields.contains("faces") { faces = try fields.choice("faces") }
    if fields.contains("voting") {
      let text = try fields.string("voting")
      guard let rule = VotingRule(text) else {
        throw fields.mismatch(
          "voting", expected: "mean, trimmed-mean:0.2, minimum or 3-of-5", found: "\"\(text)\"")
      }
      voting = rule
    }
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

extension JSONFields<LivenessError> {
  /// A time of up to a day.
  fileprivate func milliseconds(_ name: String) throws(LivenessError) -> Duration {
    let number = try number(name)
    guard (0...86_400_000).contains(number) else {
      throw mismatch(name, expected: "a number of milliseconds from 0", found: "\(number)")
    }
    return .nanoseconds(Int64((number * 1e6).rounded()))
  }
}

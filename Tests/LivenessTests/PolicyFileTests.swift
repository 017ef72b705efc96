import LivenessFaces
import Testing

@testable import Liveness

struct PolicyFileTests {
  private let model = #""model": {"title": "m 1.0.0", "classes": ["spoof", "live"]}"#

  private func read(_ text: String) throws(LivenessError) -> LivenessPolicy {
    try LivenessPolicy(parsing: Array(text.utf8))
  }

  private func file(rule: String) -> String {
    #"{"format": "liveness-policy/1", \#(model), "comparator": ">", "rule": \#(rule)}"#
  }

  @Test func `a policy file states a rule, a model and a camera`() throws {
    let policy = try read(
      #"{"format": "liveness-policy/1", \#(model), "camera": "gate 2", "comparator": ">", "#
        + #""rule": {"live_above": 0.75}, "scores": {"sha256": "ab"}}"#)
    #expect(policy.rule == .liveAbove(0.75) && policy.camera == "gate 2")
    #expect(policy.model == LivenessPolicy.Model(title: "m 1.0.0", labels: .liveIsOne))
    #expect(policy.minimumFaceSize == LivenessPolicy.standard.minimumFaceSize)
  }

  @Test func `one threshold or both make a rule`() throws {
    #expect(try read(file(rule: #"{"spoof_above": 0.5}"#)).rule == .spoofAbove(0.5))
    #expect(
      try read(file(rule: #"{"live_above": 0.75, "spoof_above": 0.5}"#)).rule
        == .agreement(liveAbove: 0.75, spoofAbove: 0.5))
  }

  private func file(trainingRange: String) -> String {
    #"{"format": "liveness-policy/1", \#(model), "comparator": ">", "rule": {"live_above": 0.5}, "#
      + #""training_range": \#(trainingRange)}"#
  }

  @Test func `a policy file says what follows for a capture unlike the training`() throws {
    #expect(try read(file(trainingRange: "\"required\"")).trainingRange == .required)
    #expect(try read(file(trainingRange: "\"noted\"")).trainingRange == .noted)
    #expect(try read(file(rule: #"{"live_above": 0.5}"#)).trainingRange == .noted)
  }

  private func file(demand: String) -> String {
    #"{"format": "liveness-policy/1", \#(model), "comparator": ">", "rule": {"live_above": 0.5}, "#
      + demand + "}"
  }

  @Test func `Row 1.52: a policy file states the whole operating point`() throws {
    let policy = try read(
      file(
        demand:
          #""minimum_face_pixels": 96, "requires_image": true, "latency_budget_milliseconds": 150.5, "#
          + #""largest_time_skew_milliseconds": 5, "faces": "nearest", "voting": "3-of-5", "geometry": "decides""#
      ))
    #expect(policy.minimumFaceSize == 96 && policy.requiresImage && policy.faces == .nearest)
    #expect(policy.latencyBudget == .microseconds(150_500))
    #expect(policy.largestTimeSkew == .milliseconds(5) && policy.voting == .atLeast(3, of: 5))
    #expect(policy.geometry == .decides && policy.geometricGate == GeometricGate())
    let plain = try read(file(rule: #"{"live_above": 0.5}"#))
    #expect(
      !plain.requiresImage && plain.latencyBudget == nil && plain.faces == .refuse
        && plain.voting == .mean)
    #expect(plain.geometry == .noted)
  }

  @Test(arguments: [
    (#""minimum_face_pixels": -1"#, "minimumFaceSize"),
    (#""minimum_face_pixels": "96""#, "minimum_face_pixels: expected a number"),
    (#""requires_image": "yes""#, "requires_image: expected"),
    (#""latency_budget_milliseconds": 0"#, "latencyBudget must be more than 0"),
    (#""latency_budget_milliseconds": -5"#, "latency_budget_milliseconds: expected"),
    (#""latency_budget_milliseconds": 1e300"#, "latency_budget_milliseconds: expected"),
    (#""largest_time_skew_milliseconds": -5"#, "largest_time_skew_milliseconds: expected"),
    (#""faces": "some""#, "faces: expected"), (#""faces": null"#, "faces: expected"),
    (#""geometry": "required""#, "geometry: expected"),
    (#""geometry": true"#, "geometry: expected"),
    (#""voting": "4-of-3""#, "voting: expected mean"), (#""votes": "mean""#, "votes"),
  ])
  func `a demand that cannot be is refused`(demand: String, message: String) {
    let error = #expect(throws: LivenessError.self) { try read(file(demand: demand)) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test(arguments: [
    ("\"Required\"", "expected \"noted\" or \"required\", found \"Required\""),
    ("\"\"", "found \"\""), ("true", "found a boolean"), ("null", "found null"),
    ("[\"required\"]", "found an array"),
  ])
  func `another rule for captures unlike the training is refused`(rule: String, message: String) {
    let error = #expect(throws: LivenessError.self) { try read(file(trainingRange: rule)) }
    let description = error?.description ?? ""
    #expect(description.contains("training_range: expected"), "\(description)")
    #expect(description.contains(message), "\(description)")
  }

  @Test(arguments: [
    (#"{}"#, "neither"), (#"{"live_above": 1}"#, "below 1"), (#"{"live_above": -0.1}"#, "below 1"),
    (#"{"live_above": "0.5"}"#, "a number"), (#"{"live_over": 0.5}"#, "rule.live_over"),
    (#"{"spoof_above": 1}"#, "below 1"), (#"0.5"#, "an object"),
  ])
  func `a rule that cannot be is refused`(rule: String, message: String) {
    let error = #expect(throws: LivenessError.self) { try read(file(rule: rule)) }
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
  }

  @Test(arguments: [
    ("", "not valid JSON"), ("[]", "expected an object"),
    (#"{"format": "liveness-policy/2"}"#, "liveness-policy/1"),
    (#"{"format": "liveness-policy/1", "threshold": 0.5}"#, "threshold"),
    (#"{"format": "liveness-policy/1", "comparator": ">="}"#, "comparator"),
    (
      #"{"format": "liveness-policy/1", "comparator": ">", "rule": {"live_above": 0.5}}"#, "model"
    ),
    (
      #"{"format": "liveness-policy/1", "comparator": ">", "rule": {"live_above": 0.5}, "#
        + #""model": {"title": "m", "classes": ["live", "live"]}}"#, "classes"
    ),
  ])
  func `a file that is no policy is refused`(text: String, message: String) {
    let error = #expect(throws: LivenessError.self) { try read(text) }
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
  }
}

import LivenessFaces
import Testing

@testable import Liveness

/// How several models' opinions become one.
struct SilentFaceVoteTests {
  private func opinion(
    _ name: String, _ probabilities: [Float]?, classes: [String] = ["spoof", "live", "spoof"]
  ) -> SilentFaceOpinion {
    SilentFaceOpinion(
      model: name, scale: 2.7, effectiveScale: 2.7,
      cropBox: FaceBox(x: 0, y: 0, width: 1, height: 1), classes: classes,
      finding: probabilities.map { .init(logits: $0, probabilities: $0) })
  }

  private func count(_ vote: SilentFaceVote, _ opinions: [[Float]?]) -> SilentFaceVote.Outcome? {
    vote.count(opinions.enumerated().map { opinion("m\($0.offset)", $0.element) })
  }

  @Test func `Row 5.10: the mean of the classes decides by the likeliest one`() throws {
    let outcome = try #require(count(.mean, [[0.5, 0.25, 0.25], [0, 0.75, 0.25]]))
    #expect(outcome == .init(liveProbability: 0.5, isLive: true))
    // Less than half, and still the likeliest of three.
    let spread = try #require(count(.mean, [[0.25, 0.5, 0.25], [0.375, 0.375, 0.25]]))
    #expect(spread == .init(liveProbability: 0.4375, isLive: true))
  }

  @Test func `an attack that is as likely as a living face is an attack`() throws {
    let outcome = try #require(count(.mean, [[0.5, 0.5, 0]]))
    #expect(outcome == .init(liveProbability: 0.5, isLive: false))
    #expect(opinion("m", [0.5, 0.5, 0]).isLive == false)
    #expect(opinion("m", [0, 0.5, 0.5]).isLive == false)
  }

  @Test func `Row 5.10: a weight moves the mean towards its model`() throws {
    let opinions: [[Float]?] = [[1, 0, 0], [0, 1, 0]]
    let even = try #require(count(.weightedMean([:]), opinions))
    #expect(even == .init(liveProbability: 0.5, isLive: false))
    let moved = try #require(count(.weightedMean(["m1": 3]), opinions))
    #expect(moved == .init(liveProbability: 0.75, isLive: true))
    #expect(count(.weightedMean(["m0": 0, "m1": 0]), opinions) == nil)
  }

  @Test func `Row 5.10: a majority is more than half of the models`() throws {
    let live: [Float] = [0, 0.75, 0.25]
    let attack: [Float] = [0.75, 0, 0.25]
    #expect(count(.majority, [live, attack]) == .init(liveProbability: 0.5, isLive: false))
    #expect(count(.majority, [live, attack, live])?.isLive == true)
    #expect(count(.majority, [attack, attack, live])?.isLive == false)
  }

  @Test func `Row 5.10: the minimum needs every model`() throws {
    let opinions: [[Float]?] = [[0, 1, 0], [0.25, 0.5, 0.25]]
    #expect(count(.minimum, opinions) == .init(liveProbability: 0.5, isLive: true))
    #expect(count(.minimum, opinions + [[0.5, 0.25, 0.25]])?.isLive == false)
  }

  @Test func `Row 5.11: a model that does not apply has no vote`() throws {
    for vote in [SilentFaceVote.mean, .weightedMean([:]), .majority, .minimum] {
      #expect(count(vote, [nil, [0, 1, 0], nil]) == .init(liveProbability: 1, isLive: true))
      #expect(count(vote, [nil, nil]) == nil)
      #expect(count(vote, []) == nil)
    }
  }

  @Test func `a number that is not finite ends the vote`() {
    for vote in [SilentFaceVote.mean, .weightedMean([:]), .majority, .minimum] {
      #expect(count(vote, [[0, 1, 0], [.nan, 1, 0]]) == nil)
      #expect(count(vote, [[0, 1, 0], [0, .infinity, 0]]) == nil)
    }
  }

  @Test func `models of different classes are asked for a living face alone`() throws {
    let opinions = [
      opinion("three", [0.375, 0.5, 0.125]),
      opinion("two", [0.25, 0.75], classes: ["live", "spoof"]),
    ]
    let outcome = try #require(SilentFaceVote.mean.count(opinions))
    #expect(outcome == .init(liveProbability: 0.375, isLive: false))
  }
}

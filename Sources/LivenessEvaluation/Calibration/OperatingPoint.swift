public import Liveness

/// A threshold that goes by a name, with its errors.
public struct OperatingPoint: Sendable {
  /// The name, such as `BPCER20`.
  public let name: String
  /// The rule.
  public let rule: DecisionRule
  /// The errors on the scores it was found on.
  public let rates: ErrorRates

  /// The points that people compare systems at: equal errors, BPCER10, BPCER20, BPCER100, and for
  /// NIST FATE PAD the convenient one (BPCER at most 1 %) and the secure one (pooled APCER at most
  /// 1 %).
  public static func customary(
    _ presentations: [Presentation], _ curve: ErrorCurve
  ) -> [OperatingPoint] {
    let named = [
      ("EER", curve.equalError.point),
      ("BPCER10", curve.point(worstAPCERAtMost: 1.0 / 10)),
      ("BPCER20", curve.point(worstAPCERAtMost: 1.0 / 20)),
      ("BPCER100", curve.point(worstAPCERAtMost: 1.0 / 100)),
      ("APCER@BPCER=1%", curve.point(bpcerAtMost: 0.01)),
      ("BPCER@APCER=1%", curve.point(pooledAPCERAtMost: 0.01)),
    ]
    return named.map { name, point in
      let rule = DecisionRule.liveAbove(point.threshold)
      return OperatingPoint(
        name: name, rule: rule, rates: ErrorRates(presentations, rule: rule))
    }
  }
}

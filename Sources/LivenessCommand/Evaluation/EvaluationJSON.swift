import Liveness
import LivenessEvaluation
import LivenessLayers

/// An evaluation as one JSON object, with the same bytes however the run was divided.
struct EvaluationJSON {
  let evaluation: Evaluation
  let dataset: JudgedDataset
  let split: String?

  /// The object.
  var text: String {
    let unreadable = dataset.unreadable.sorted { $0.key < $1.key }.map {
      (key: $0.key, value: String($0.value))
    }
    return JSONText.object([
      (key: "format", value: JSONText.string("liveness-evaluation/1")),
      (key: "dataset", value: JSONText.string(dataset.digest)),
      (key: "rows", value: String(dataset.rows)),
      (key: "unit", value: JSONText.string(evaluation.unit.rawValue)),
      (key: "split", value: split.map(JSONText.string) ?? "null"),
      (key: "model", value: dataset.model.map(JSONText.string) ?? "null"),
      (key: "unreadable", value: JSONText.object(unreadable)),
      (key: "rule", value: RateText.json(evaluation.rule)),
      (key: "rule_source", value: JSONText.string(evaluation.ruleSource.rawValue)),
      (key: "rates", value: Self.object(evaluation.rates)),
      (key: "hter", value: evaluation.halfTotalError.map(Self.object) ?? "null"),
      (key: "curve", value: evaluation.figures.map(Self.object) ?? "null"),
      (key: "casia_compat_tpr_at_fpr", value: casiaTruePositives),
      (key: "operating_points", value: points),
      (key: "calibration", value: evaluation.calibration.map(Self.object) ?? "null"),
      (key: "expected_performance", value: expectedPerformance),
      (key: "conditions", value: conditions),
      (key: "group_bpcer_ratio", value: JSONText.number(evaluation.groupSpread?.ratio)),
      (key: "drift", value: evaluation.drift.map(Self.object) ?? "null"),
      (key: "key_points", value: evaluation.keyPoints.map(Self.object) ?? "null"),
      (key: "remarks", value: JSONText.array(evaluation.remarks.map(JSONText.string))),
    ])
  }

  private static func object(_ accuracy: KeyPointAccuracy) -> String {
    JSONText.object([
      (key: "bona_fide", value: accuracy.bonaFide.map(object) ?? "null"),
      (key: "attacks", value: accuracy.attacks.map(object) ?? "null"),
      (key: "without_true_points", value: String(accuracy.unknown)),
    ])
  }

  private static func object(_ summary: KeyPointAccuracy.Summary) -> String {
    JSONText.object([
      (key: "mean", value: JSONText.number(summary.mean)),
      (key: "median", value: JSONText.number(summary.median)),
      (key: "percentile_95", value: JSONText.number(summary.percentile95)),
      (key: "above_10_percent", value: RateText.json(summary.failures)),
      (key: "not_found", value: String(summary.notFound)),
    ])
  }

  private static func object(_ drift: InputDrift) -> String {
    let entries = drift.entries.map { entry in
      JSONText.object([
        (key: "quantity", value: JSONText.string(entry.quantity.rawValue)),
        (
          key: "trained",
          value: JSONText.array(
            [entry.trained.lowerBound, entry.trained.upperBound].map { JSONText.number($0) })
        ),
        (key: "outside", value: RateText.json(entry.outside)),
        (key: "below", value: String(entry.below)),
        (key: "quantiles", value: JSONText.array(entry.quantiles.map { JSONText.number($0) })),
      ])
    }
    return JSONText.object([
      (key: "outside_anywhere", value: RateText.json(drift.anywhere)),
      (key: "expected_share", value: JSONText.number(drift.expected, decimals: 6)),
      (key: "quantiles", value: JSONText.array(InputDrift.shares.map { JSONText.number($0) })),
      (key: "quantities", value: JSONText.array(entries)),
    ])
  }

  private var casiaTruePositives: String {
    JSONText.array(
      evaluation.casiaTruePositives.map { positives in
        JSONText.object([
          (key: "fpr", value: JSONText.number(positives.falsePositiveRate)),
          (key: "threshold", value: JSONText.number(positives.threshold)),
          (key: "tpr", value: RateText.json(positives.truePositives)),
          (key: "fpr_found", value: RateText.json(positives.falsePositives)),
        ])
      })
  }

  private var points: String {
    JSONText.array(
      evaluation.operatingPoints.map { point in
        JSONText.object([
          (key: "name", value: JSONText.string(point.name)),
          (key: "rule", value: RateText.json(point.rule)),
          (key: "bpcer", value: RateText.json(point.rates.bonaFide.rejectedOfAnswered)),
          (key: "apcer_pooled", value: RateText.json(point.rates.attacks.acceptedOfAnswered)),
          (
            key: "apcer_worst",
            value: point.rates.worst.map { RateText.json($0.acceptedOfAnswered) } ?? "null"
          ),
        ])
      })
  }

  private var expectedPerformance: String {
    JSONText.array(
      evaluation.expectedPerformance.map { step in
        JSONText.object([
          (key: "attack_weight", value: JSONText.number(step.attackWeight)),
          (key: "threshold", value: JSONText.number(step.error.threshold)),
          (key: "hter", value: JSONText.number(step.error.rate)),
        ])
      })
  }

  private var conditions: String {
    JSONText.object(
      evaluation.conditions.map { table in
        (
          key: table.condition.rawValue,
          value: JSONText.object(table.rates.map { (key: $0.name, value: Self.object($0.rates)) })
        )
      })
  }

  /// The rates of ISO/IEC 30107-3.
  static func object(_ rates: ErrorRates) -> String {
    JSONText.object([
      (key: "bpcer", value: RateText.json(rates.bonaFide.rejectedOfAnswered)),
      (key: "bpnrr", value: RateText.json(rates.bonaFide.nonResponse)),
      (key: "bona_fide_refused", value: RateText.json(rates.bonaFide.refusedOfAll)),
      (key: "apcer_worst_species", value: rates.worst.map { JSONText.string($0.name) } ?? "null"),
      (key: "apcer_pooled", value: RateText.json(rates.attacks.acceptedOfAnswered)),
      (
        key: "iapar_pooled",
        value: rates.attacks.acceptedByWholeSystem.map(RateText.json) ?? "null"
      ),
      (key: "acer_worst_species", value: JSONText.number(rates.worstSpeciesACER)),
      (key: "acer_pooled", value: JSONText.number(rates.pooledACER)),
      (
        key: "species",
        value: JSONText.object(
          rates.species.map { count in
            (
              key: count.name,
              value: JSONText.object([
                (key: "apcer", value: RateText.json(count.acceptedOfAnswered)),
                (key: "apnrr", value: RateText.json(count.nonResponse)),
                (key: "apar", value: RateText.json(count.acceptedOfAll)),
                (
                  key: "iapar",
                  value: count.acceptedByWholeSystem.map(RateText.json) ?? "null"
                ),
              ])
            )
          })
      ),
    ])
  }

  private static func object(_ error: ExpectedPerformance.HalfTotalError) -> String {
    JSONText.object([
      (key: "rate", value: JSONText.number(error.rate)),
      (key: "threshold", value: JSONText.number(error.threshold)),
      (key: "far", value: RateText.json(error.falseAcceptance)),
      (key: "frr", value: RateText.json(error.falseRejection)),
    ])
  }

  private static func object(_ figure: CurveFigures.Figure) -> String {
    JSONText.object([
      (key: "value", value: JSONText.number(figure.value)),
      (key: "interval", value: RateText.json(figure.interval)),
    ])
  }

  private static func object(_ figures: CurveFigures) -> String {
    let errors = figures.bonaFideErrors.map { error in
      JSONText.object([
        (key: "name", value: JSONText.string("BPCER\(error.oneIn)")),
        (key: "threshold", value: JSONText.number(error.threshold)),
        (key: "bpcer", value: RateText.json(error.bpcer)),
        (key: "bootstrap_interval", value: RateText.json(error.interval)),
        (key: "resolution", value: word(error.resolution)),
      ])
    }
    let positives = figures.truePositives.map { positives in
      JSONText.object([
        (key: "fpr", value: JSONText.number(positives.falsePositiveRate)),
        (key: "tpr", value: positives.rate.map(RateText.json) ?? "null"),
        (key: "bootstrap_interval", value: RateText.json(positives.interval)),
        (key: "resolution", value: word(positives.resolution)),
      ])
    }
    return JSONText.object([
      (key: "eer", value: object(figures.equalErrorRate)),
      (key: "eer_threshold", value: JSONText.number(figures.equalErrorThreshold)),
      (key: "eer_convex_hull", value: JSONText.number(figures.convexHullEqualErrorRate)),
      (key: "auc", value: object(figures.areaUnderCurve)),
      (key: "bpcer_n", value: JSONText.array(errors)),
      (key: "tpr_at_fpr", value: JSONText.array(positives)),
      (key: "bootstrap_subjects", value: String(figures.people)),
      (key: "bootstrap_replicates", value: String(figures.replicates)),
    ])
  }

  private static func word(_ resolution: Resolution) -> String {
    switch resolution {
    case .sufficient: JSONText.string("sufficient")
    case .coarse: JSONText.string("coarse")
    case .insufficient: JSONText.string("insufficient")
    }
  }

  private static func object(_ calibration: ProbabilityCalibration) -> String {
    let bins = calibration.bins.map { bin in
      JSONText.object([
        (key: "lower", value: JSONText.number(bin.lower)),
        (key: "upper", value: JSONText.number(bin.upper)),
        (key: "count", value: String(bin.count)),
        (key: "mean_score", value: JSONText.number(bin.meanScore)),
        (key: "bona_fide_share", value: JSONText.number(bin.bonaFideShare)),
      ])
    }
    return JSONText.object([
      (key: "brier", value: JSONText.number(calibration.brier)),
      (key: "ece", value: JSONText.number(calibration.expectedError)),
      (key: "bins", value: JSONText.array(bins)),
    ])
  }
}

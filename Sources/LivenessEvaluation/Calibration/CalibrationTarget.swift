/// What a threshold is chosen for.
public enum CalibrationTarget: Sendable, Hashable {
  /// At most this APCER of the worst species, and no more bona fide refused than that takes.
  case apcer(Double)
  /// At most this BPCER, and no more attacks accepted than that takes.
  case bpcer(Double)
  /// Both; where no single threshold meets them, what lies between two is undetermined.
  case both(apcer: Double, bpcer: Double)
  /// Pooled APCER and BPCER as equal as they can be.
  case equalError
}

extension CalibrationTarget: CustomStringConvertible {
  /// The target in words.
  public var description: String {
    switch self {
    case .apcer(let target): "an APCER of at most \(target)"
    case .bpcer(let target): "a BPCER of at most \(target)"
    case .both(let apcer, let bpcer): "an APCER of at most \(apcer) and a BPCER of at most \(bpcer)"
    case .equalError: "an APCER and a BPCER that are equal"
    }
  }
}

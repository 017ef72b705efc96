#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

import LivenessLayers
import LivenessTensors

/// A plane between two classes: `weight · x + bias`, in units of the margin, above 0 for live.
///
/// Cortes and Vapnik, "Support-Vector Networks", 1995. The probability is a logistic function of
/// that distance (Platt, "Probabilistic Outputs for Support Vector Machines", 1999).
struct LinearSupportVectorMachine: Sendable {
  private let weight: [Float]
  private let bias: Float
  private let slope: Double
  private let intercept: Double

  /// Takes `weight`, of shape `[1, features]`, and `bias`, and how distances become probabilities.
  init(from parameters: ParameterScope, features: Int, slope: Double, intercept: Double) {
    weight = parameters.tensor("weight", shape: [1, features]).scalars
    bias = parameters.tensor("bias", shape: [1]).scalars.first ?? .nan
    self.slope = slope
    self.intercept = intercept
  }

  /// How far on the living side of the plane a description lies, summed in 64 bits.
  func decision(_ features: [Float]) -> Double {
    zip(weight, features).reduce(Double(bias)) { $0 + Double($1.0) * Double($1.1) }
  }

  /// The probability of a living face.
  func probability(decision: Double) -> Double { 1 / (1 + exp(-(slope * decision + intercept))) }
}

import Liveness

/// Uses the library, so that the linker takes all of it into a dynamic product.
public func decide(_ capture: LivenessCapture) throws -> LivenessDecision {
  try LivenessDetector().detect(capture).decision
}

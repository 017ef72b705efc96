import Foundation

/// Networks of other people that some tests compare against and that are no part of the repository.
public enum OutsideModels {
  /// The folder that the environment variable `LIVENESS_MODELS` names, if any.
  public static let folder = ProcessInfo.processInfo.environment["LIVENESS_MODELS"]
}

/// Where recorded results stand, and the outside data that some tests need.
public enum Goldens {
  /// The path of a recorded file below `Tests/Goldens`.
  public static func path(_ name: String) -> String {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(2).joined(separator: "/") + "/Goldens/" + name
  }
}

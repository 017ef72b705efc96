/// Where recorded results stand, and the outside data that some tests need.
public enum Goldens {
  /// The path of a recorded file below `Tests/Goldens`.
  public static func path(_ name: String, from file: String = #filePath) -> String {
    let parts = file.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(2).joined(separator: "/") + "/Goldens/" + name
  }
}

import CCameraProfiles
public import LivenessSensing

extension CameraProfile {
  /// The cameras that the library knows, in the order of their file.
  public static let presets: [CameraProfile] = {
    let text = unsafe bundled_camera_profiles()
    let json = unsafe Array(UnsafeRawBufferPointer(start: text.bytes, count: text.count))
    do {
      return try CameraProfileFile.read(json)
    } catch {
      preconditionFailure("the library's own cameras are not readable: \(error)")
    }
  }()

  /// The camera of a name, such as `realsense-d435`; `nil` where the library knows none.
  public static func named(_ name: String) -> CameraProfile? {
    presets.first { $0.name == name }
  }
}

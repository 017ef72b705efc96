import ArgumentParser
import Liveness
import LivenessFaces
import LivenessMedia
import LivenessSensing

/// How the frames of a new capture were taken.
struct FrameOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A calibration: of this library, OpenCV's YAML, or librealsense's JSON.", valueName: "file"),
    completion: .file())
  var calibration: String?

  @Option(
    help: ArgumentHelp(
      "A kind of camera, for its unit, its holes and typical lenses: "
        + CameraProfile.presets.map(\.name).joined(separator: ", ") + ".", valueName: "name"))
  var preset: String?

  @Option(
    help: ArgumentHelp(
      "One pinhole camera for aligned frames, in pixels.", valueName: "fx,fy,cx,cy"))
  var intrinsics: NumberList?

  @Option(
    help: ArgumentHelp(
      "The light of the images: nir, nir-dots or rgb (default: rgb of three channels; of one, that "
        + "of the kind of camera, or nir).", valueName: "light"))
  var modality: String?

  @Option(help: "The sample that is full white, for images of more than 8 bits.")
  var white: Double?

  @Option(help: ArgumentHelp("The face on the image, in pixels.", valueName: "x,y,width,height"))
  var faceBox: NumberList?

  @Flag(help: "The frames correspond pixel for pixel, whatever the calibration says.")
  var aligned = false

  @Flag(help: "The frames are crops around a face.")
  var cropped = false

  /// The light of the images, where it is said.
  var light: Modality? { modality.map(Modality.init(rawValue:)) }

  /// The light of images with one channel, where it is not said: that of the kind of camera, unless
  /// it takes colours.
  var greyLight: Modality {
    guard let light = profile?.image?.modality, light != .color else { return .nearInfrared }
    return light
  }

  /// What is known about the kind of camera.
  var profile: CameraProfile? { preset.flatMap(CameraProfile.named) }

  /// The face, where it is said.
  var box: FaceBox? {
    guard let edges = faceBox?.numbers, edges.count == 4 else { return nil }
    return FaceBox(x: edges[0], y: edges[1], width: edges[2], height: edges[3])
  }

  /// Refuses what cannot be meant.
  func check() throws {
    if let preset, profile == nil {
      let names = CameraProfile.presets.map(\.name).joined(separator: ", ")
      throw ValidationError("--preset is one of \(names), not \(preset).")
    }
    guard calibration == nil || intrinsics == nil else {
      throw ValidationError("Give the cameras by --calibration or by --intrinsics, not by both.")
    }
    guard calibration != nil || intrinsics != nil || profile != nil else {
      throw ValidationError("Give the cameras, by --calibration, --intrinsics or --preset.")
    }
    if let numbers = intrinsics?.numbers {
      guard numbers.count == 4, numbers[0] > 0, numbers[1] > 0 else {
        throw ValidationError("--intrinsics takes fx,fy,cx,cy, with focal lengths above 0.")
      }
    }
    if let modality, !["nir", "nir-dots", "rgb"].contains(modality) {
      throw ValidationError("--modality is nir, nir-dots or rgb, not \(modality).")
    }
    if let white, !(white > 0 && white <= 65_535) {
      throw ValidationError("--white is a number above 0 and up to 65535, not \(white).")
    }
    if faceBox != nil {
      guard let box, box.isValid else {
        throw ValidationError("--face-box takes x,y,width,height, with sides above 0.")
      }
    }
  }

  /// Where the cameras come from.
  func cameras() throws(CaptureError) -> CaptureImport.Cameras {
    if let numbers = intrinsics?.numbers {
      return .intrinsics(
        CaptureImport.Intrinsics(
          focal: SIMD2(numbers[0], numbers[1]), center: SIMD2(numbers[2], numbers[3])))
    }
    if let calibration { return .calibration(try Calibration.read(at: calibration)) }
    if let profile { return .profile(profile) }
    return .calibration(Calibration(depth: nil, image: nil))
  }
}

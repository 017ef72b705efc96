import ArgumentParser
import Liveness
import LivenessFaces
import LivenessMedia
import LivenessSensing

/// `liveness convert`: makes a capture folder out of depth and image files.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Make a capture out of depth and image files.",
    discussion: """
      The first file is the depth: PNG, PGM, TIFF, NPY, NPZ, a table of text, PLY or PCD. The files \
      after it are images: PNG, JPEG, PGM, PPM, TIFF, NPY, NPZ. Formats are told apart by their \
      content. Bare samples are described by FILE.json beside them. OUT is a new folder, or \
      OUT.ply, OUT.npy or OUT.png for the depth alone.

      Examples:
        liveness convert depth.png ir.png visitor --unit mm --calibration pair.json \\
          --face-box 212,101,190,244
        liveness convert depth.npy color.jpg visitor --unit m --intrinsics 610,611,319.5,239.5
        liveness convert packed.jpg color.jpg visitor --mapping 0,255,0.3,1.5 \\
          --intrinsics 610,611,319.5,239.5
        liveness convert depth.png ir.png visitor --preset realsense-d435
        liveness convert scan.ply depth.png --unit m --calibration camera.yml

      Exit status: 0; 64 wrong usage; 65 an input could not be read; 74 something could not be \
      written.
      """)

  @Argument(help: "The depth file, image files, and where the capture goes.", completion: .file())
  var files: [String]

  @OptionGroup(title: "Depth") var depth: DepthOptions
  @OptionGroup(title: "Cameras and images") var frames: FrameOptions

  func validate() throws {
    guard files.count >= 2 else {
      throw ValidationError("Name a depth file and, last, where the capture goes.")
    }
    guard !files.contains("") else { throw ValidationError("A path is empty.") }
    try frames.check()
    // A calibration may say what one unit is; that is known when it has been read.
    _ = try depth.reading(
      calibrated: frames.calibration == nil ? nil : 1, of: frames.profile)
    guard conversion.isFolder || files.count == 2 else {
      throw ValidationError("\(files[files.count - 1]) takes depth alone; leave the images out.")
    }
  }

  private var conversion: Conversion { Conversion(target: files[files.count - 1]) }

  func run() throws {
    let status = OutputError.handled {
      do {
        let capture = try self.capture().capture()
        try conversion.write(capture)
        return .live
      } catch let error as CaptureError {
        try? OutputFile.standardError.write(CaptureFailure(error).line)
        return error.code == .notWritable ? .unwritableOutput : .unreadableInput
      }
    }
    if status != .live { throw status.exit }
  }

  private func capture() throws -> CaptureImport {
    let cameras = try frames.cameras()
    var calibrated: Double?
    if case .calibration(let calibration) = cameras { calibrated = calibration.metresPerUnit }
    guard depth.haveUnit || calibrated != nil || frames.profile != nil else {
      throw CaptureError(
        code: .missingKey,
        message: "expected what one unit of the depth is, metres_per_unit or depth_scale (or "
          + "--unit beside it), found neither", file: frames.calibration ?? files[0])
    }
    var source = CaptureImport(
      depth: files[0],
      reading: try depth.reading(calibrated: calibrated, of: frames.profile), cameras: cameras)
    source.images = Array(files[1..<files.count - 1])
    source.mapping = depth.packing
    source.modality = frames.light
    source.greyModality = frames.greyLight
    source.white = frames.white
    source.isAligned = frames.aligned
    source.isCropped = frames.cropped
    source.faceBox = frames.box
    return source
  }
}

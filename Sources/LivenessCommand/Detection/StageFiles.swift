import Liveness
import LivenessFaces
import LivenessMedia
import LivenessSensing
import LivenessTensors

/// What the stages of one detection saw, as files.
struct StageFiles {
  /// A name and the content.
  typealias File = (name: String, bytes: [UInt8])

  let files: [File]

  /// Gathers the files; only `stages.json` where the detection ended before there was a crop.
  init(of result: LivenessResult, path: String) throws(CaptureError) {
    var files: [File] = []
    if let stages = result.stages {
      files += try StageFiles.frames(stages.aligned)
      files += try StageFiles.crops(stages)
    }
    if let explanation = ExplanationPictures(of: result) {
      for (name, raster) in [
        ("explanation-image.png", explanation.image), ("explanation-depth.png", explanation.depth),
      ] {
        files.append(
          (
            name,
            try PNGFile.encode(
              width: raster.width, height: raster.height, channels: raster.channels,
              pixels: raster.pixels)
          ))
      }
    }
    let text = StageFiles.description(of: result, path: path, names: files.map(\.name))
    self.files = [("stages.json", Array((text + "\n").utf8))] + files
  }

  /// The aligned frames: depth in metres and its mask, the image as the networks' stages took it.
  private static func frames(_ aligned: AlignedFrames) throws(CaptureError) -> [File] {
    let (depth, image) = (aligned.depth, aligned.image)
    let values = depth.values
    return [
      (
        "depth.npy",
        try NPYFile.encode(width: depth.width, height: depth.height, float32: values)
      ),
      ("depth-mask.png", try mask(values, depth.width, depth.height)),
      (
        "image.png",
        try PNGFile.encode(
          width: image.width, height: image.height, channels: image.channels,
          pixels: image.pixels)
      ),
    ]
  }

  private static func crops(_ stages: LivenessStages) throws(CaptureError) -> [File] {
    let size = stages.crop.size
    let depth = stages.depthCrop.scalars
    let planes = stages.heatmaps.shape[0]
    return [
      (
        "image-crop.npy",
        try NPYFile.encode(width: size, height: size, float32: stages.imageCrop.scalars)
      ),
      ("image-crop.png", try picture(stages.imageCrop.scalars, size)),
      ("depth-crop.npy", try NPYFile.encode(width: size, height: size, float32: depth)),
      ("depth-crop-mask.png", try mask(depth, size, size)),
      (
        "heatmaps.npy",
        try NPYFile.encode(
          width: size, height: size, planes: planes, float32: stages.heatmaps.scalars)
      ),
      (
        "heatmaps.png",
        try picture(
          (0..<size * size).map { pixel in
            (0..<planes).reduce(0) { max($0, stages.heatmaps.scalars[$1 * size * size + pixel]) }
          }, size)
      ),
    ]
  }

  /// White where there is a distance, black in a hole.
  private static func mask(
    _ values: [Float], _ width: Int, _ height: Int
  ) throws(CaptureError) -> [UInt8] {
    try PNGFile.encode(
      width: width, height: height, channels: 1, pixels: values.map { $0.isNaN ? 0 : 255 })
  }

  private static func picture(_ values: [Float], _ size: Int) throws(CaptureError) -> [UInt8] {
    try PNGFile.encode(
      width: size, height: size, channels: 1,
      pixels: values.map { $0 > 0 ? UInt8((255 * min($0, 1)).rounded()) : 0 })
  }

  /// Where the crop lies and what was found, as JSON.
  private static func description(
    of result: LivenessResult, path: String, names: [String]
  ) -> String {
    let crop = result.stages?.crop
    let box = result.face.map { face in
      numbers([face.x, face.y, face.width, face.height])
    }
    let points = result.keyPoints.map { keyPoints in
      JSONText.array(keyPoints.points.map { numbers([$0.x, $0.y]) })
    }
    return JSONText.object([
      (key: "capture", value: JSONText.string(path)),
      (key: "decision", value: JSONText.string(OutcomeWord(result.decision).rawValue)),
      (
        key: "reasons",
        value: JSONText.array(result.reasons.map { JSONText.string($0.rawValue) })
      ),
      (key: "face_box", value: box ?? "null"),
      (
        key: "crop",
        value: crop.map { crop in
          JSONText.object([
            (key: "left", value: JSONText.number(crop.left)),
            (key: "top", value: JSONText.number(crop.top)),
            (key: "side", value: JSONText.number(crop.side)),
            (key: "size", value: JSONText.number(Double(crop.size))),
          ])
        } ?? "null"
      ),
      (key: "key_points", value: points ?? "null"),
      (key: "files", value: JSONText.array(names.map(JSONText.string))),
    ])
  }

  private static func numbers(_ values: [Double]) -> String {
    JSONText.array(values.map { JSONText.number($0) })
  }
}

import Liveness
import LivenessSensing
import LivenessTensors

/// What the cameras and the networks saw of one capture, as pictures.
struct CapturePictures {
  /// The frames that are shown: on one grid, or as they were taken where alignment did not happen.
  let image: ImageFrame?
  let depth: DepthFrame
  /// How depth is coloured; `nil` where there is none.
  let colors: DepthColors?
  private let stages: LivenessStages?

  /// The widest picture of a frame, in pixels.
  static let widest = 800

  /// Takes what a detection kept, or else the capture itself.
  init(of result: LivenessResult, _ capture: LivenessCapture) {
    stages = result.stages
    image = stages?.aligned.image ?? capture.images.first
    depth = stages?.aligned.depth ?? capture.depth
    let face = stages?.depthCrop.scalars ?? []
    colors =
      DepthColors(of: face, scale: depth.scale) ?? DepthColors(of: depth.values, scale: depth.scale)
  }

  /// The image as a photograph.
  var imagePhotograph: String? {
    guard let image else { return nil }
    let raster = Raster(
      width: image.width, height: image.height, channels: image.channels, pixels: image.pixels)
    return raster.shrunk(toWidth: CapturePictures.widest).jpeg(quality: 80)
  }

  /// The depth map in false colour.
  var depthMap: String? {
    guard let colors else { return nil }
    let step = Raster.factor(width: depth.width, limit: CapturePictures.widest)
    return colors.picture(
      width: depth.width, height: depth.height, depths: depth.values, period: 8, step: step
    ).png
  }

  /// The median depth over the middle of the crop, in metres; `nil` where the unit is unknown.
  var faceDistance: Double? {
    guard let crop = stages?.depthCrop, crop.shape.rank == 2, depth.scale == .metric else {
      return nil
    }
    let (height, width) = (crop.shape[0], crop.shape[1])
    var depths: [Float] = []
    for y in height / 4..<height - height / 4 {
      depths += crop.scalars[y * width + width / 4..<(y + 1) * width - width / 4]
    }
    return DepthColors.quantile(0.5, of: depths.filter { $0.isFinite }.sorted())
  }

  /// The grey crop.
  var imageCrop: String? { greyCrop?.png }

  /// The grey crop, small, for a list.
  var thumbnail: String? { greyCrop?.jpeg(quality: 75) }

  /// The depth crop in false colour.
  var depthCrop: String? {
    guard let crop = stages?.depthCrop, let colors, crop.shape.rank == 2 else { return nil }
    return colors.picture(
      width: crop.shape[1], height: crop.shape[0], depths: crop.scalars, period: 4
    ).png
  }

  /// The heatmap over the grey crop, darkened so that the heat stands out.
  var heatmap: String? {
    guard let stages, let grey = greyCrop, stages.heatmaps.shape.rank == 3 else { return nil }
    let heat = stages.heatmaps
    let size = grey.width * grey.height
    guard heat.shape[1] == grey.height, heat.shape[2] == grey.width else { return nil }
    return Raster(width: grey.width, height: grey.height) { x, y in
      let pixel = y * grey.width + x
      let warmth = (0..<heat.shape[0]).reduce(Float(0)) { warmest, plane in
        max(warmest, heat.scalars[plane * size + pixel])
      }
      return CapturePictures.mix(SIMD3(repeating: grey.pixels[pixel] / 2), warmth)
    }.png
  }

  private var greyCrop: Raster? {
    guard let crop = stages?.imageCrop, crop.shape.rank == 2 else { return nil }
    return Raster(
      width: crop.shape[1], height: crop.shape[0], channels: 1,
      pixels: crop.scalars.map { UInt8((255 * min(max($0.isNaN ? 0 : $0, 0), 1)).rounded()) })
  }

  /// The colour of full heat.
  static let hot = SIMD3<UInt8>(255, 190, 60)

  private static func mix(_ cold: SIMD3<UInt8>, _ warmth: Float) -> SIMD3<UInt8> {
    let share = min(max(warmth.isNaN ? 0 : warmth, 0), 1)
    let mixed = SIMD3<Float>(cold) * (1 - share) + SIMD3<Float>(hot) * share
    return SIMD3<UInt8>(mixed, rounding: .toNearestOrAwayFromZero)
  }
}

import Liveness
import LivenessFaces
import LivenessMedia
import LivenessSensing

/// Depth in false colour over the image, before and after alignment.
struct AlignmentPictures {
  let name: String
  let capture: LivenessCapture
  let image: ImageFrame
  let aligned: AlignedFrames
  let colors: DepthColors

  /// Aligns a capture's depth with its first image.
  ///
  /// - Throws: ``CaptureError`` where there is no image or no depth, and the error of the alignment
  ///   where that is not possible.
  init(of capture: LivenessCapture, named name: String) throws {
    guard let image = capture.images.first else {
      throw CaptureError(
        code: .notACapture, message: "expected an image beside the depth, found none", file: name)
    }
    switch capture.registration {
    case .aligned: aligned = try AlignedFrames(alreadyAligned: capture.depth, to: image)
    case .depthToImage(let transform):
      aligned = try AlignedFrames(aligning: capture.depth, to: image, by: transform)
    case .homography(let homography):
      aligned = AlignedFrames(warping: capture.depth, to: image, by: homography)
    }
    guard let colors = DepthColors(of: aligned.depth.values, scale: aligned.depth.scale) else {
      throw CaptureError(
        code: .notACapture, message: "expected depth on the image's pixels, found only holes",
        file: name)
    }
    self.name = name
    self.capture = capture
    self.image = image
    self.colors = colors
  }

  /// How far the depth still lies beside the image around the face; `nil` where there is no face
  /// box, or nothing that can be compared.
  var misalignment: Misalignment? {
    guard let face = capture.faceBox, face.isValid else { return nil }
    let center = SIMD2(face.x + face.width / 2 - 0.5, face.y + face.height / 2 - 0.5)
    return aligned.misalignment(around: center, size: max(face.width, face.height))
  }

  /// The depth as it was taken, stretched to the image's size.
  var before: Raster {
    let depth = capture.depth
    return overlay { x, y in
      depth[x * depth.width / image.width, y * depth.height / image.height]
    }
  }

  /// The depth on the image's pixels.
  var after: Raster { overlay { aligned.depth[$0, $1] } }

  /// Both pictures in one, the first on the left, as PNG.
  func sideBySide() throws -> [UInt8] {
    let (left, right) = (before, after)
    let gap = max(2, left.width / 80)
    let both = Raster(width: 2 * left.width + gap, height: left.height) { x, y in
      if x < left.width { return left.color(x, y) }
      return x < left.width + gap
        ? SIMD3(repeating: 255) : right.color(x - left.width - gap, y)
    }
    return try PNGFile.encode(
      width: both.width, height: both.height, channels: 3, pixels: both.pixels)
  }

  /// Half image, half depth; the image alone where there is a hole.
  private func overlay(_ depth: (Int, Int) -> Float) -> Raster {
    let step = Raster.factor(width: image.width, limit: CapturePictures.widest)
    return Raster(width: image.width / step, height: image.height / step) { x, y in
      let (column, row) = (x * step + step / 2, y * step + step / 2)
      let distance = depth(column, row)
      let grey = SIMD3<Int>(
        Int(image[column, row, 0]), Int(image[column, row, image.channels / 2]),
        Int(image[column, row, image.channels - 1]))
      guard !distance.isNaN else { return SIMD3<UInt8>(truncatingIfNeeded: grey) }
      let color = SIMD3<Int>(truncatingIfNeeded: colors.color(of: distance))
      return SIMD3<UInt8>(truncatingIfNeeded: (grey &+ color) / 2)
    }
  }
}

extension Raster {
  /// The colour at a pixel of a picture with three channels.
  func color(_ x: Int, _ y: Int) -> SIMD3<UInt8> {
    let start = 3 * (y * width + x)
    return SIMD3(pixels[start], pixels[start + 1], pixels[start + 2])
  }
}

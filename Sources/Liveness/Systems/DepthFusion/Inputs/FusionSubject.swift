import LivenessFaces
import LivenessSensing
import LivenessTensors

/// What the inputs of a fusion network are made from: one face on the frames of one capture.
struct FusionSubject: Sendable {
  /// Depth on the grid of the images.
  let aligned: AlignedFrames
  /// The images that the model asked for, in its order.
  var images: [ImageFrame]
  /// The key points in pixels of the images.
  let keyPoints: FaceKeyPoints
  /// The square of the model around the face.
  let crop: FaceCrop
  /// The key points in pixels of the square at its own size.
  let cropPoints: FaceKeyPoints
  /// The first image within the square as grey, `[size, size]`.
  var imageCrop: Tensor
  /// The depth within the square, `[size, size]`, metres; not-a-number for a hole.
  let depthCrop: Tensor
  /// The key points drawn on the square, `[planes, size, size]`.
  let heatmaps: Tensor
}

extension FusionSubject {
  /// The same face on another image of the same pixel grid.
  func seen(on image: ImageFrame) -> FusionSubject {
    var other = self
    other.images = [image]
    other.imageCrop = crop.grey(of: image)
    return other
  }
}

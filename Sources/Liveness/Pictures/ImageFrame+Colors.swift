import LivenessFaces
import LivenessSensing

extension ImageFrame {
  /// Whether the image is what models of colour pictures take: three channels of visible light.
  var showsColors: Bool { channels == 3 && modality == .color }

  /// What speaks against asking a model about a whole face on a colour image; empty where nothing
  /// does.
  func reasons(againstFace face: FaceBox?, minimumSize: Double) -> [LivenessReason] {
    guard showsColors else { return [.noColor] }
    guard let face, face.isValid else { return [.noFace] }
    var reasons: [LivenessReason] = []
    if max(face.width, face.height) < minimumSize { reasons.append(.faceTooSmall) }
    if !face.lies(withinWidth: width, height: height) { reasons.append(.faceCutOff) }
    return reasons
  }
}

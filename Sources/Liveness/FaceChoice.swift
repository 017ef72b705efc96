/// Which of several faces on an image is judged.
///
/// It matters where a detector looks for faces; a capture that names its face box has one face.
public enum FaceChoice: String, Sendable, Hashable, CaseIterable {
  /// The one whose box covers most pixels; of equal ones the surest.
  case largest
  /// The one with the least median depth in the middle of its box; a face without any depth there
  /// could be the nearest and is taken for it.
  case nearest
  /// Every one, for itself: ``LivenessDetector/results(for:keepingStages:)``.
  case all
  /// None: the answer is `undetermined`, with the reason ``LivenessReason/severalFaces``.
  case refuse
}

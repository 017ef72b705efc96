import LivenessLayers
import LivenessTensors
import TestSupport

/// What SciPy made of two random patches, as `Tests/Goldens/faces/make_filters.py` recorded it.
struct RecordedFilters {
  /// Two patches of 12 × 12 pixels.
  let input: Tensor
  private let file: SafetensorsFile

  init() throws {
    file = try SafetensorsFile(at: Goldens.path("faces/filters.safetensors"))
    input = try file.tensor("input")
  }

  /// A result by its name.
  func output(_ name: String) throws -> Tensor { try file.tensor(name) }
}

import LivenessLayers
import LivenessTensors
import Synchronization

/// A checkpoint that writes down what it is asked for.
final class ShapeRecorder: Sendable {
  private let asked = Mutex<[String: Shape]>([:])

  /// The shapes by name.
  var shapes: [String: Shape] { asked.withLock { $0 } }

  /// The root of the checkpoint.
  var scope: ParameterScope {
    ParameterScope(path: "") { name, shape in
      self.asked.withLock { $0[name] = shape }
      return Tensor(shape: shape)
    }
  }
}

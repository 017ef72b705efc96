import LivenessTensors
import Synchronization

extension SafetensorsFile {
  /// What the names of the tensors begin with that belong to the golden vector.
  static let goldenPrefix = "golden."

  /// Builds a network from the parameters of this file.
  ///
  /// The network takes each parameter by name and shape. Tensors of the golden vector
  /// (`golden.…`) are no parameters.
  ///
  /// - Parameters:
  ///   - isIgnored: Whether a tensor that the network does not take is no mistake; by default, it
  ///     is one.
  ///   - make: Builds the network from the root scope.
  /// - Returns: The network.
  /// - Throws: ``CheckpointError/parameters(_:)`` with everything that is missing, unexpected,
  ///   mis-shaped, of another element type or not finite; what `make` throws;
  ///   ``CheckpointError/shrunk(file:expected:found:)``.
  public func build<Network>(
    ignoring isIgnored: (_ name: String) -> Bool = { _ in false },
    _ make: (ParameterScope) throws(CheckpointError) -> Network
  ) throws(CheckpointError) -> Network {
    let ledger = ParameterLedger(of: self)
    let network = try make(
      ParameterScope(path: "") { name, shape in ledger.take(name, shape: shape) })
    try ledger.settle(ignoring: isIgnored)
    return network
  }
}

/// Hands out parameters and writes down what does not fit.
private final class ParameterLedger: Sendable {
  private struct Page {
    var taken: Set<String> = []
    var problems: [ParameterProblem] = []
    var failure: CheckpointError?
  }

  private let file: SafetensorsFile
  private let page = Mutex(Page())

  init(of file: SafetensorsFile) { self.file = file }

  /// The parameter, or zeros in its place.
  func take(_ name: String, shape: Shape) -> Tensor {
    let isNew = page.withLock { $0.taken.insert(name).inserted }
    do throws(CheckpointError) {
      let (tensor, problem) = try find(name, shape: shape)
      if let problem, isNew { page.withLock { $0.problems.append(problem) } }
      return tensor ?? Tensor(shape: shape)
    } catch {
      page.withLock { $0.failure = error }
      return Tensor(shape: shape)
    }
  }

  private func find(
    _ name: String, shape: Shape
  ) throws(CheckpointError) -> (Tensor?, ParameterProblem?) {
    guard let entry = file.entry(name), !name.hasPrefix(SafetensorsFile.goldenPrefix) else {
      return (nil, .missing(name: name, shape: shape))
    }
    guard entry.shape == shape else {
      return (nil, .shape(name: name, expected: shape, found: entry.shape))
    }
    guard let tensor = try file.parameter(entry) else {
      return (nil, .elementType(name: name, found: entry.elementType))
    }
    if tensor.holdsNonFinite, let index = tensor.scalars.firstIndex(where: { !$0.isFinite }) {
      return (tensor, .notFinite(name: name, index: index, found: tensor.scalars[index]))
    }
    return (tensor, nil)
  }

  /// Throws what was written down, and what is left over.
  func settle(ignoring isIgnored: (String) -> Bool) throws(CheckpointError) {
    let page = page.withLock { $0 }
    if let failure = page.failure { throw failure }
    let unexpected = file.entries.filter {
      !page.taken.contains($0.name) && !$0.name.hasPrefix(SafetensorsFile.goldenPrefix)
        && !isIgnored($0.name)
    }
    let problems =
      page.problems + unexpected.map { .unexpected(name: $0.name, shape: $0.shape) }
    guard problems.isEmpty else { throw .parameters(problems) }
  }
}

extension Tensor {
  /// Whether a scalar is not finite; looks at all of them, many at a time.
  fileprivate var holdsNonFinite: Bool {
    let exponent: UInt32 = 0x7F80_0000
    var count: UInt32 = 0
    for scalar in scalars { count |= scalar.bitPattern & exponent == exponent ? 1 : 0 }
    return count > 0
  }
}

package import LivenessTensors

/// A network made ready to run: weights laid out for the kernels that suit each layer best, and the
/// memory of everything in between planned.
///
/// A value that any number of tasks can call at once; each call has a workspace of its own.
package struct NetworkPlan: Sendable {
  /// The kernels in order.
  package let schedule: KernelSchedule
  /// Multiplications with an addition behind them, for one image: those of the convolutions and the
  /// fully connected layers.
  package let multiplyAdds: Int

  private let inputShapes: [[Int]]
  private let outputShapes: [[Int]]
  private let workspaces: WorkspacePool

  /// Lays out a network that was written down.
  package init(_ builder: NetworkPlanBuilder) {
    let layouts = PlanLayouts(of: builder)
    let memory = PlanMemory(of: builder, layouts: layouts)
    inputShapes = builder.inputShapes
    outputShapes = builder.outputShapes
    multiplyAdds = builder.nodes.reduce(0) { $0 + $1.multiplyAdds }
    schedule = KernelSchedule(
      stages: builder.stages { node in
        node.step(layouts: layouts, memory: memory, inputCount: builder.inputShapes.count)
      },
      mapCount: memory.count, inputCounts: builder.inputShapes.map { $0.reduce(1, *) },
      outputCounts: builder.outputShapes.map { $0.reduce(1, *) })
    workspaces = WorkspacePool(for: schedule)
  }

  /// Runs the network on a batch.
  ///
  /// The results are the same to the bit for every number of threads and every size of the batch.
  ///
  /// **Shape** each input `[N, C, H, W]`; each output `[N, C, H, W]`, or `[N, D]` for a vector.
  ///
  /// - Parameters:
  ///   - inputs: The inputs in the order in which they were written down.
  ///   - threads: The most threads that take part, the caller's included.
  /// - Returns: The outputs in the order in which they were written down.
  package func callAsFunction(_ inputs: [Tensor], threads: Int) -> [Tensor] {
    let images = requireBatch(inputs)
    if images == 0 { return outputShapes.map { Tensor(shape: Shape([0] + $0)) } }
    return workspaces.withWorkspace { workspace in
      workspace.run(inputs, threads: threads)
      return outputShapes.enumerated().map { index, shape in
        workspace.output(index, shape: Shape([images] + shape))
      }
    }
  }

  /// How long each step takes on one thread, the best of some rounds, in microseconds.
  package func profile(
    _ inputs: [Tensor], rounds: Int
  ) -> [(name: String, microseconds: Double)] {
    _ = requireBatch(inputs)
    return workspaces.withWorkspace { workspace in
      let times = workspace.profile(inputs, rounds: rounds)
      return zip(schedule.steps, times).map { ("\($0.name) \(type(of: $0.kernel))", $1) }
    }
  }

  private func requireBatch(_ inputs: [Tensor]) -> Int {
    precondition(
      inputs.count == inputShapes.count,
      "the network takes \(inputShapes.count) inputs, found \(inputs.count)")
    for (input, shape) in zip(inputs, inputShapes) {
      precondition(
        input.shape.rank == 4 && Array(input.shape.dimensions[1...]) == shape
          && input.shape[0] == inputs[0].shape[0],
        "the network takes maps of shape [N, \(shape[0]), \(shape[1]), \(shape[2])], "
          + "found \(input.shape)")
    }
    return inputs[0].shape[0]
  }
}

extension NetworkPlanBuilder {
  /// The nodes as stages: those of one group side by side.
  fileprivate func stages(_ step: (PlanNode) -> KernelStep) -> [KernelSchedule.Stage] {
    var stages: [KernelSchedule.Stage] = []
    var start = 0
    while start < nodes.count {
      let group = nodes[start].position.group
      let end = nodes[start...].firstIndex { $0.position.group != group } ?? nodes.count
      let members = nodes[start..<end]
      let strands = Set(members.map(\.position.strand)).sorted().map { strand in
        members.filter { $0.position.strand == strand }.map(step)
      }
      stages += strands.count == 1 ? shared(strands[0]) : balanced(strands)
      start = end
    }
    return stages
  }

  /// Steps one after another, each shared by all threads.
  private func shared(_ steps: some Sequence<KernelStep>) -> [KernelSchedule.Stage] {
    steps.flatMap(\.phases).map { .step($0) }
  }

  /// Strands side by side that cost about the same; what some cost more is shared by all threads
  /// before, from their first steps on.
  private func balanced(_ strands: [[KernelStep]]) -> [KernelSchedule.Stage] {
    var strands = strands.map { $0[...] }
    var first: [KernelStep] = []
    func cost(_ strand: ArraySlice<KernelStep>) -> Int { strand.reduce(0) { $0 + $1.cost } }
    while true {
      let costs = strands.map(cost)
      guard let longest = costs.indices.max(by: { costs[$0] < costs[$1] }),
        let least = costs.min(), costs[longest] - least > costs[longest] / 100,
        let step = strands[longest].popFirst()
      else { break }
      first.append(step)
    }
    let rest = strands.filter { !$0.isEmpty }.map { Array($0) }
    return shared(first) + (rest.count > 1 ? [.strands(rest)] : shared(rest.joined()))
  }
}

extension PlanNode {
  fileprivate func step(
    layouts: PlanLayouts, memory: PlanMemory, inputCount: Int
  ) -> KernelStep {
    var places = inputs.map { memory.place(of: $0) }
    if case .input(let index) = operation {
      places = [KernelStep.Place(region: 1 + index, offset: 0)]
    }
    let output =
      if case .output(let index) = operation {
        KernelStep.Place(region: 1 + inputCount + index, offset: 0)
      } else if let result {
        memory.place(of: result)
      } else {
        preconditionFailure("\(name) writes nothing")
      }
    return KernelStep(
      name: name, kernel: kernel(layouts), input: places[0],
      other: places.count > 1 ? places[1] : nil, output: output, cost: cost)
  }
}

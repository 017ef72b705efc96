import LivenessLayers
import LivenessTensors
import TestSupport
import Testing

struct NetworkPlanTests {
  /// The largest difference a sum in another order, or Winograd's transforms, may make.
  private func expectNear(
    _ actual: [Tensor], _ expected: [Tensor], _ comment: Comment,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(actual.map(\.shape) == expected.map(\.shape), comment, sourceLocation: sourceLocation)
    for (a, b) in zip(actual, expected) {
      let mismatch = Closeness.mismatch(a, b, absolute: 1e-4, relative: 0)
      #expect(mismatch == nil, comment, sourceLocation: sourceLocation)
    }
  }

  @Test func `a network of one pooled convolution can be checked by eye`() {
    var builder = NetworkPlanBuilder()
    let x = builder.input(channels: 1, height: 2, width: 4)
    let centre: [Float] = [0, 0, 0, 0, 2, 0, 0, 0, 0]
    let layer = Conv2D(
      weight: Tensor(shape: [1, 1, 3, 3], scalars: centre), bias: Tensor(shape: [1], scalars: [-3]),
      padding: 1)
    let y = builder.convolution(layer, activation: .relu, isPooled: true, to: x, name: "double")
    builder.output(y, isVector: false)
    let input = Tensor(shape: [1, 1, 2, 4], scalars: [1, 2, 0, 1, 5, 4, 1, 0])
    #expect(
      NetworkPlan(builder)([input], threads: 1) == [Tensor(shape: [1, 1, 1, 2], scalars: [7, 0])])
  }

  @Test func `every value on the way can be an output`() {
    var builder = NetworkPlanBuilder()
    let x = builder.input(channels: 2, height: 1, width: 3)
    let swap = Conv2D(weight: Tensor(shape: [2, 2, 1, 1], scalars: [0, 1, 1, 0]))
    let y = builder.convolution(swap, to: x, name: "swap")
    let z = builder.sum(y, y, name: "twice")
    for value in [x, y, z] { builder.output(value, isVector: false) }
    let input = Tensor(shape: [1, 2, 1, 3], scalars: [1, 2, 3, 4, 5, 6])
    let outputs = NetworkPlan(builder)([input], threads: 1)
    #expect(
      outputs.map(\.scalars) == [[1, 2, 3, 4, 5, 6], [4, 5, 6, 1, 2, 3], [8, 10, 12, 2, 4, 6]])
  }

  @Test func `an empty batch gives an empty batch`() {
    var generator = SeededGenerator(seed: 1)
    let network = SmallNetwork(size: 8, using: &generator)
    let outputs = network.plan()(network.inputs(images: 0, using: &generator), threads: 2)
    #expect(outputs.map(\.shape) == [[0, 14], [0, 3]])
  }

  @Test(arguments: [4, 5, 9, 16, 27]) func `a network gives what its layers give`(size: Int) {
    var generator = SeededGenerator(seed: UInt64(size))
    let network = SmallNetwork(size: size, using: &generator)
    let plan = network.plan()
    for images in [1, 3] {
      let inputs = network.inputs(images: images, using: &generator)
      expectNear(
        plan(inputs, threads: 1), network.reference(inputs), "size \(size), \(images) images")
    }
  }

  @Test(arguments: [5, 24]) func `threads and batches do not change a bit`(size: Int) {
    var generator = SeededGenerator(seed: 0x7EAD)
    let network = SmallNetwork(size: size, using: &generator)
    let plan = network.plan()
    let inputs = network.inputs(images: 5, using: &generator)
    let alone = (0..<5).map { image in
      plan(inputs.map { $0.image(image) }, threads: 1)
    }
    for threads in [1, 2, 3] {
      for images in 1...5 {
        let outputs = plan(inputs.map { $0.images(0..<images) }, threads: threads)
        for (index, output) in outputs.enumerated() {
          #expect(output.scalars == alone[..<images].flatMap { $0[index].scalars })
        }
      }
    }
  }

  @Test func `one branch alone gives the same bits on every number of threads`() {
    var generator = SeededGenerator(seed: 0xA10E)
    let branch = SmallNetwork.Branch(channels: 3, size: 40, using: &generator)
    var builder = NetworkPlanBuilder()
    let result = branch.append(to: &builder, builder.input(channels: 3, height: 40, width: 40))
    builder.output(result, isVector: true)
    let plan = NetworkPlan(builder)
    let input = generator.tensor([1, 3, 40, 40])
    let alone = plan([input], threads: 1)
    for _ in 0..<20 {
      for threads in 2...4 { #expect(plan([input], threads: threads) == alone) }
    }
  }

  @Test func `what one branch costs more is shared before the branches part`() {
    // The input of the second branch has five channels, that of the first two.
    var generator = SeededGenerator(seed: 0xBA1)
    let stages = SmallNetwork(size: 24, using: &generator).plan().schedule.stages
    var before: [String] = []
    for stage in stages {
      switch stage {
      case .step(let step): before.append(step.name)
      case .strands(let strands):
        let costs = strands.map { $0.reduce(0) { $0 + $1.cost } }
        #expect(costs.count == 2 && costs[0] == costs[1], "\(costs)")
        #expect(before.sorted() == ["input", "input", "stem", "stem"])
        return
      }
    }
    Issue.record("the branches never run side by side")
  }

  @Test func `what an image leaves in memory does not get into the next one's result`() {
    var generator = SeededGenerator(seed: 0xDEAD)
    let network = SmallNetwork(size: 11, using: &generator)
    let inputs = network.inputs(images: 1, using: &generator)
    let fresh = network.plan()(inputs, threads: 1)
    let plan = network.plan()
    for value in [Float.nan, .infinity, -.greatestFiniteMagnitude] {
      let poison = inputs.map { Tensor(shape: $0.shape, repeating: value) }
      let poisoned = plan(poison, threads: 1)[1].scalars
      #expect(poisoned.contains { !$0.isFinite })
      #expect(plan(inputs, threads: 1) == fresh, "after \(value)")
      #expect(plan(inputs, threads: 2) == fresh, "after \(value)")
    }
  }

  @Test func `a value whose memory is needed again has been read before`() {
    // Every map has the same layout, so that memory is reused at once.
    var generator = SeededGenerator(seed: 6)
    let layers = (0..<6).map { _ in
      Conv2D(weight: generator.tensor([3, 3, 3, 3]), padding: 1)
    }
    var builder = NetworkPlanBuilder()
    let x = builder.input(channels: 3, height: 6, width: 5)
    let early = builder.convolution(layers[0], to: x, name: "0")
    var y = early
    for (index, layer) in layers.enumerated().dropFirst() {
      y = builder.convolution(layer, to: y, name: "\(index)")
    }
    builder.output(builder.sum(early, y, name: "sum"), isVector: false)
    let plan = NetworkPlan(builder)
    let input = generator.tensor([1, 3, 6, 5])
    let first = layers[0].reference(input)
    let last = layers.dropFirst().reduce(first) { $1.reference($0) }
    expectNear(plan([input], threads: 1), [Add()(first, last)], "six layers")
    let maps = 6 * 5 * 3 * 4
    #expect(plan.schedule.mapCount < 6 * 10 * 10 * 16, "\(maps) floats a map and more")
  }
}

extension Tensor {
  /// One image of a batch as a batch of one.
  fileprivate func image(_ index: Int) -> Tensor { images(index..<index + 1) }

  /// Some images of a batch.
  fileprivate func images(_ range: Range<Int>) -> Tensor {
    let count = shape.count / shape[0]
    return Tensor(
      shape: Shape([range.count] + shape.dimensions.dropFirst()),
      scalars: Array(scalars[range.lowerBound * count..<range.upperBound * count]))
  }
}

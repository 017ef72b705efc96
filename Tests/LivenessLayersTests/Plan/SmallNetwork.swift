import LivenessLayers
import LivenessTensors
import TestSupport

/// A network with two branches, each kind of layer that a plan knows, and widths off the vectors.
struct SmallNetwork: Sendable {
  struct Branch: Sendable {
    let stem: Conv2D
    let wide: Conv2D
    let expand: Conv2D
    let filter: Conv2D
    let project: Conv2D
    let slopes: [Float]
    let excite: Conv2D
    let dense: Linear

    init(channels: Int, size: Int, using generator: inout SeededGenerator) {
      stem = Conv2D(
        weight: generator.tensor([5, channels, 3, 3]), bias: generator.tensor([5]), stride: 2,
        padding: 1)
      wide = Conv2D(
        weight: generator.tensor([12, 5, 3, 3]), bias: generator.tensor([12]), padding: 1)
      expand = Conv2D(weight: generator.tensor([19, 12, 1, 1]))
      filter = Conv2D(weight: generator.tensor([19, 1, 3, 3]), padding: 1, groups: 19)
      project = Conv2D(weight: generator.tensor([12, 19, 1, 1]), bias: generator.tensor([12]))
      slopes = generator.tensor([19]).scalars
      excite = Conv2D(weight: generator.tensor([12, 12, 1, 1]))
      let side = (size + 1) / 2 / 2
      dense = Linear(weight: generator.tensor([7, 12 * side * side]), bias: generator.tensor([7]))
    }

    func append(to builder: inout NetworkPlanBuilder, _ input: PlanValue) -> PlanValue {
      var x = builder.convolution(stem, activation: .relu, to: input, name: "stem")
      x = builder.convolution(wide, activation: .relu, isPooled: true, to: x, name: "wide")
      for _ in 0..<2 {
        var y = builder.convolution(
          expand, activation: .prelu(slopes: slopes), to: x, name: "expand")
        y = builder.convolution(filter, activation: .relu, to: y, name: "filter")
        x = builder.convolution(project, adding: x, to: y, name: "project")
      }
      let means = builder.globalAverage(of: x, name: "means")
      let factors = builder.sigmoid(
        of: builder.convolution(excite, to: means, name: "excite"), name: "factors")
      x = builder.sum(x, builder.scaling(x, by: factors, name: "scaled"), name: "sum")
      return builder.linear(dense, activation: .relu, to: x, name: "dense")
    }

    func reference(_ input: Tensor) -> Tensor {
      var x = ReLU()(stem.reference(input))
      x = MaxPool2D(kernelSize: 2).reference(ReLU()(wide.reference(x)))
      for _ in 0..<2 {
        let prelu = PReLU(slope: Tensor(shape: [19], scalars: slopes))
        x = Add()(x, project.reference(ReLU()(filter.reference(prelu(expand.reference(x))))))
      }
      let means = GlobalAveragePool2D()(x)
      let factors = Sigmoid()(excite.reference(means.reshaped(to: [x.shape[0], 12, 1, 1])))
      x = Add()(x, ChannelScale()(x, by: factors.flattened()))
      return ReLU()(dense.reference(x.flattened()))
    }
  }

  let size: Int
  let first: Branch
  let second: Branch
  let head: Linear

  init(size: Int, using generator: inout SeededGenerator) {
    self.size = size
    first = Branch(channels: 2, size: size, using: &generator)
    second = Branch(channels: 5, size: size, using: &generator)
    head = Linear(weight: generator.tensor([3, 14]))
  }

  func inputs(images: Int, using generator: inout SeededGenerator) -> [Tensor] {
    [generator.tensor([images, 2, size, size]), generator.tensor([images, 5, size, size])]
  }

  /// The joined features and what the head makes of them.
  func plan() -> NetworkPlan {
    var builder = NetworkPlanBuilder()
    let size = size
    let branches = builder.sideBySide([(first, 2), (second, 5)]) { branch, builder in
      let (layers, channels) = branch
      return layers.append(
        to: &builder, builder.input(channels: channels, height: size, width: size))
    }
    let features = builder.join(branches[0], branches[1], name: "features")
    builder.output(features, isVector: true)
    builder.output(builder.linear(head, to: features, name: "head"), isVector: true)
    return NetworkPlan(builder)
  }

  func reference(_ inputs: [Tensor]) -> [Tensor] {
    let features = Concat(axis: 1)([first.reference(inputs[0]), second.reference(inputs[1])])
    return [features, head.reference(features)]
  }
}

package import LivenessTensors

extension Linear {
  /// The layer by its definition: the specification of the fast form.
  package func reference(_ x: Tensor) -> Tensor {
    x.shape.requireVectors(features: inputFeatures, for: "Linear")
    var y = Tensor(shape: [x.shape[0], outputFeatures])
    y.fill { index in
      var sum = Double(bias?[index[1]] ?? 0)
      for input in 0..<inputFeatures {
        sum += Double(weight[index[1], input]) * Double(x[index[0], input])
      }
      return Float(sum)
    }
    return y
  }
}

import LivenessFaces
import LivenessSensing
import LivenessTensors

extension LivenessDetector {
  /// Explains a result of this detector that kept its stages.
  ///
  /// It takes `4 + 2 · cells²` further runs of the network: 132. Where near infrared and colour were
  /// judged, it is about the first of them.
  ///
  /// - Returns: The result with its ``LivenessResult/explanation``; without one where the network was
  ///   not asked, the stages were not kept or are those of another model, or the model sees more than
  ///   the depth and the grey of one crop.
  /// - Throws: `CancellationError` where the task is cancelled.
  public func explaining(_ result: LivenessResult) throws -> LivenessResult {
    guard result.liveProbability != nil, !result.reasons.contains(.notShapedLikeAFace),
      result.model == model, fusionModel.seesCropsAlone,
      let stages = result.stages, let keyPoints = result.keyPoints, fusionModel.takes(stages)
    else { return result }
    let question = Question(
      model: fusionModel, stages: stages, keyPoints: keyPoints, threads: threads)
    var explained = result
    explained.explanation = try question.answer(by: rule)
    return explained
  }
}

/// What a network is asked again and again about one capture.
private struct Question {
  let model: DepthFusionModel
  let stages: LivenessStages
  /// Pixels of the image.
  let keyPoints: FaceKeyPoints
  let threads: Int

  func answer(by rule: DecisionRule) throws -> LivenessExplanation {
    let (image, depth) = (stages.imageCrop, stages.depthCrop)
    let (noImage, noDepth) = (hidden(image, all: grey), hidden(depth, all: .nan))
    let both = probability(image, depth)
    let (depthAlone, imageAlone) = (probability(noImage, depth), probability(image, noDepth))
    return LivenessExplanation(
      liveProbability: both, depthAlone: depthAlone, imageAlone: imageAlone,
      neither: probability(noImage, noDepth),
      carrier: LivenessExplanation.Carrier(
        both: rule.decide(liveProbability: both),
        depth: rule.decide(liveProbability: depthAlone),
        image: rule.decide(liveProbability: imageAlone)),
      depthHidden: try cells { probability(image, hidden(depth, $0, $1, by: .nan)) },
      imageHidden: try cells { probability(hidden(image, $0, $1, by: grey), depth) })
  }

  private func probability(_ image: Tensor, _ depth: Tensor) -> Double {
    let subject = FusionSubject(
      aligned: stages.aligned, images: [stages.aligned.image], keyPoints: keyPoints,
      crop: stages.crop, cropPoints: keyPoints.mapped(stages.crop.cropPoint), imageCrop: image,
      depthCrop: depth, heatmaps: stages.heatmaps)
    return model.liveProbability(
      of: [model.logits(of: model.inputs(of: subject), threads: threads)],
      on: [stages.aligned.image.modality])
  }

  private var grey: Float {
    let scalars = stages.imageCrop.scalars
    return Float(scalars.reduce(0.0) { $0 + Double($1) } / Double(scalars.count))
  }

  private func cells(_ body: (_ row: Int, _ column: Int) -> Double) throws -> [Double] {
    let count = LivenessExplanation.cells
    return try (0..<count * count).map { cell in
      try Task.checkCancellation()
      return body(cell / count, cell % count)
    }
  }

  private func hidden(_ crop: Tensor, all value: Float) -> Tensor {
    Tensor(shape: crop.shape, repeating: value)
  }

  /// A crop with one square of it replaced.
  private func hidden(_ crop: Tensor, _ row: Int, _ column: Int, by value: Float) -> Tensor {
    let (size, count) = (crop.shape[0], LivenessExplanation.cells)
    var scalars = crop.scalars
    for y in row * size / count..<(row + 1) * size / count {
      for x in column * size / count..<(column + 1) * size / count {
        scalars[y * size + x] = value
      }
    }
    return Tensor(shape: crop.shape, scalars: scalars)
  }
}

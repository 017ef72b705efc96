import Liveness
import LivenessFaces
import LivenessLayers
import LivenessSensing
import LivenessTensors

/// The part of the report that shows one capture.
struct ReportCard {
  /// The place of the capture in the report, from 1; its address is `#capture-1`.
  let number: Int
  let outcome: CaptureOutcome

  /// The card as HTML.
  var html: String {
    switch outcome.verdict {
    case .judged(let result, let capture, let reading):
      judged(result, CapturePictures(of: result, capture), reading: reading)
    case .unreadable(let failure):
      card(body: unreadable(failure))
    }
  }

  private var name: String { HTMLText.escape(outcome.path) }

  private func card(verdict: String = "", body: String) -> String {
    """
    <article class="card \(outcome.word.rawValue)" id="capture-\(number)">
    <header>
    <h2><span class="number">\(number)</span> \(name)</h2>
    <p class="word">\(outcome.word.rawValue)</p>
    \(verdict)</header>
    \(body)
    </article>

    """
  }

  private func unreadable(_ failure: CaptureFailure) -> String {
    """
    <dl class="facts error">
    <div><dt>Error</dt><dd><code>\(HTMLText.escape(failure.code))</code></dd></div>
    <div><dt>File</dt><dd><code>\(HTMLText.escape(failure.file))</code></dd></div>
    <div><dt>Message</dt><dd>\(HTMLText.escape(failure.message))</dd></div>
    </dl>
    """
  }

  private func judged(
    _ result: LivenessResult, _ pictures: CapturePictures, reading: Double
  ) -> String {
    let bar = ProbabilityBar(probability: result.liveProbability, threshold: result.threshold)
    return card(
      verdict: """
        <p class="probability"><span>p(live)</span> \
        \(HTMLText.escape(NumberText.probability(result.liveProbability)))</p>
        \(bar.html)

        """,
      body: """
        \(reasons(result))<div class="frames">
        \(image(result, pictures))
        \(depth(result, pictures))
        </div>
        <div class="details">
        \(crops(result, pictures))
        <div class="readings">
        \(facts(result, pictures))
        \(timings(result, reading: reading))
        </div>
        </div>
        """)
  }

  private func reasons(_ result: LivenessResult) -> String {
    var items = result.reasons.map { reason in
      "<li><code>\(reason.rawValue)</code> \(HTMLText.escape(reason.sentence(in: result)))</li>"
    }
    items += result.outsideTrainingRange.map { outlier in
      "<li><code>note</code> Outside training: \(HTMLText.escape(InputText.sentence(outlier)))</li>"
    }
    if !result.reasons.contains(.notShapedLikeAFace) {
      items += result.geometry.filter { !$0.passes }.map {
        "<li><code>note</code> Geometry: \(HTMLText.escape(GeometryText.sentence($0)))</li>"
      }
    }
    items += (result.explanation.map { [ExplanationText.sentence($0)] } ?? []).map {
      "<li><code>explanation</code> \(HTMLText.escape($0))</li>"
    }
    guard !items.isEmpty else { return "" }
    return "<ul class=\"reasons\">\(items.joined())</ul>\n"
  }

  private func image(_ result: LivenessResult, _ pictures: CapturePictures) -> String {
    guard let image = pictures.image else { return figure(nil, caption: "Image", note: "none") }
    let kind = ReportCard.name(of: image.modality)
    let points = result.keyPoints.map { ", \($0.points.count) key points" } ?? ""
    let box = result.face == nil ? "" : ", face box"
    let picture = Picture(
      source: pictures.imagePhotograph, width: image.width, height: image.height,
      alternative: "\(kind) image of \(outcome.path)\(box)\(points)",
      overlay: overlay(result, width: image.width, height: image.height).svg)
    return figure(picture, caption: "\(kind) image", note: "\(image.width) × \(image.height) px")
  }

  private func depth(_ result: LivenessResult, _ pictures: CapturePictures) -> String {
    let depth = pictures.depth
    let holes = "\(NumberText.percent(1 - depth.validShare)) holes"
    guard let colors = pictures.colors else {
      return figure(nil, caption: "Depth", note: "no valid pixel")
    }
    let isAligned = result.stages != nil
    let picture = Picture(
      source: pictures.depthMap, width: depth.width, height: depth.height,
      alternative: """
        Depth map of \(outcome.path) in false colour, from \(colors.ticks[0].label) to \
        \(colors.ticks[4].label) \(colors.unit), \(holes)
        """,
      overlay: isAligned ? overlay(result, width: depth.width, height: depth.height).boxOnly : "")
    let size = "\(depth.width) × \(depth.height) px"
    return figure(
      picture, caption: isAligned ? "Depth, on the image’s grid" : "Depth, as it was taken",
      note: "\(size) · \(holes)", legend: DepthLegend(colors: colors).html)
  }

  /// What the networks saw: the crops of the image and of the depth map, and the heatmap.
  func crops(_ result: LivenessResult, _ pictures: CapturePictures) -> String {
    guard let crop = result.stages?.imageCrop, crop.shape.rank == 2 else { return "" }
    let (width, height) = (crop.shape[1], crop.shape[0])
    var crops: [(source: String?, caption: String, alternative: String)] = [
      (pictures.imageCrop, "Image crop", "Face crop of the image of \(outcome.path)"),
      (
        pictures.depthCrop, "Depth crop",
        "Face crop of the depth map of \(outcome.path), in the same colours as the depth map"
      ),
      (
        pictures.heatmap, "Key points as heatmap",
        "Heatmap of the key points over the face crop of \(outcome.path)"
      ),
    ]
    if let explanation = ExplanationPictures(of: result) {
      let meaning = "green where hiding a square makes it less live, red where more"
      crops += [
        (explanation.image.png, "What the image adds", "Image crop of \(outcome.path), \(meaning)"),
        (explanation.depth.png, "What depth adds", "Depth crop of \(outcome.path), \(meaning)"),
      ]
    }
    let figures = crops.map { crop in
      figure(
        Picture(
          source: crop.source, width: width, height: height, alternative: crop.alternative,
          isCrop: true),
        caption: crop.caption, note: "\(width) × \(height)")
    }
    return "<div class=\"crops\">\n\(figures.joined(separator: "\n"))\n</div>"
  }

  private func overlay(_ result: LivenessResult, width: Int, height: Int) -> FaceOverlay {
    FaceOverlay(
      width: width, height: height, face: result.face, keyPoints: result.keyPoints,
      crop: result.stages?.crop)
  }

  private func figure(
    _ picture: Picture?, caption: String, note: String, legend: String = ""
  ) -> String {
    """
    <figure>
    \(picture?.html ?? "<div class=\"missing\">no picture</div>")
    \(legend)<figcaption>\(HTMLText.escape(caption)) <span>\(HTMLText.escape(note))</span>\
    </figcaption>
    </figure>
    """
  }

  private func facts(_ result: LivenessResult, _ pictures: CapturePictures) -> String {
    let rows = ReportCard.facts(of: result, pictures).map { fact in
      "<div><dt>\(fact.name)</dt><dd>\(HTMLText.escape(fact.value))</dd></div>"
    }
    return "<dl class=\"facts\">\n\(rows.joined(separator: "\n"))\n</dl>"
  }

  private static func facts(
    of result: LivenessResult, _ pictures: CapturePictures
  ) -> [(name: String, value: String)] {
    var facts: [(name: String, value: String)] = []
    if let face = result.face {
      let size = [face.width, face.height].map { NumberText.fixed($0, decimals: 0) }
      let corner = [face.x, face.y].map { NumberText.fixed($0, decimals: 0) }
      facts.append(
        ("Face", size.joined(separator: " × ") + " px at " + corner.joined(separator: ", ")))
    }
    if let keyPoints = result.keyPoints, keyPoints.interOcularDistance.isFinite {
      let distance = NumberText.fixed(keyPoints.interOcularDistance, decimals: 1)
      let metres = result.faceDepth?.interOcularDistance.map {
        ", " + NumberText.fixed(1000 * $0, decimals: 1) + " mm"
      }
      facts.append(("Between the pupils", distance + " px" + (metres ?? "")))
    }
    if let distance = pictures.faceDistance {
      facts.append(("Distance", NumberText.fixed(1000 * distance, decimals: 0) + " mm"))
    }
    for judgement in result.imageJudgements {
      let name = "By " + ReportCard.name(of: judgement.modality).lowercased() + " alone"
      facts.append((name, "p(live) " + NumberText.probability(judgement.liveProbability)))
    }
    if let depth = result.faceDepth {
      facts.append(("Depth on the face", NumberText.percent(depth.coverage) + " valid"))
    }
    return facts
  }

  private func timings(_ result: LivenessResult, reading: Double) -> String {
    let stages =
      [StageTimings.Entry(stage: "reading", milliseconds: reading)] + result.timings.entries
    let longest = stages.map(\.milliseconds).max() ?? 0
    let rows = stages.map { stage in
      let share = longest > 0 ? 100 * stage.milliseconds / longest : 0
      return """
        <tr><th scope="row">\(HTMLText.escape(ReportCard.words(stage.stage)))</th>\
        <td>\(NumberText.fixed(stage.milliseconds, decimals: 1))</td>\
        <td class="bar"><i style="width:\(JSONText.number(share, decimals: 1))%"></i></td></tr>
        """
    }
    let total = NumberText.fixed(result.timings.total + reading, decimals: 1)
    return """
      <table class="timings"><caption>Milliseconds</caption>
      <tbody>\(rows.joined(separator: "\n"))</tbody>
      <tfoot><tr><th scope="row">total</th><td>\(total)</td><td></td></tr></tfoot></table>
      """
  }

  /// A Swift name as words: `keyPoints` becomes `key points`.
  private static func words(_ name: String) -> String {
    String(name.snakeCased.map { $0 == "_" ? " " : $0 })
  }

  private static func name(of modality: Modality) -> String {
    switch modality {
    case .nearInfrared: "Near-infrared"
    case .nearInfraredWithDots: "Near-infrared with dots"
    case .color: "Colour"
    default: modality.rawValue
    }
  }
}

import Liveness
import LivenessFaces
import LivenessSensing

/// The part of the report that shows one image.
struct SilentCard {
  /// The place of the image in the report, from 1.
  let number: Int
  let outcome: SilentOutcome

  /// The card as HTML.
  var html: String {
    """
    <article class="card \(outcome.word.rawValue)" id="image-\(number)">
    <header>
    <h2><span class="number">\(number)</span> \(HTMLText.escape(outcome.path))</h2>
    <p class="word">\(outcome.word.rawValue)</p>
    <p class="probability"><span>p(live)</span> \
    \(HTMLText.escape(NumberText.probability(outcome.liveProbability)))</p>
    </header>
    \(body)
    </article>

    """
  }

  private var body: String {
    switch outcome.verdict {
    case .unreadable(let failure):
      return """
        <dl class="facts error">
        <div><dt>Error</dt><dd><code>\(HTMLText.escape(failure.code))</code></dd></div>
        <div><dt>Message</dt><dd>\(HTMLText.escape(failure.message))</dd></div>
        </dl>
        """
    case .judged(let result, let image, let reading):
      return """
        \(reasons(result))<div class="frames">
        \(figure(result, image))
        <div class="readings">
        \(models(result))
        \(cues(result, image))
        <p>\(NumberText.fixed(reading + result.timings.total, decimals: 1)) ms, of which reading the \
        image \(NumberText.fixed(reading, decimals: 1)) ms</p>
        </div>
        </div>
        """
    }
  }

  private func reasons(_ result: SilentFaceResult) -> String {
    guard !result.reasons.isEmpty else { return "" }
    let items = result.reasons.map {
      "<li><code>\($0.rawValue)</code> \(HTMLText.escape($0.sentence))</li>"
    }
    return "<ul class=\"reasons\">\(items.joined())</ul>\n"
  }

  private func figure(_ result: SilentFaceResult, _ image: ImageFrame) -> String {
    let raster = Raster(
      width: image.width, height: image.height, channels: image.channels, pixels: image.pixels)
    let picture = Picture(
      source: raster.shrunk(toWidth: CapturePictures.widest).jpeg(quality: 80),
      width: image.width, height: image.height,
      alternative: "\(outcome.path), with the face box and the models’ crops",
      overlay: overlay(result, image))
    return """
      <figure>
      \(picture.html)
      <figcaption>Image <span>\(image.width) × \(image.height) px</span></figcaption>
      </figure>
      """
  }

  private func overlay(_ result: SilentFaceResult, _ image: ImageFrame) -> String {
    let crops = result.opinions.map { rectangle($0.cropBox, kind: "crop") }
    let face = result.face.map { rectangle($0, kind: "box") } ?? ""
    return """
      <svg viewBox="0 0 \(image.width) \(image.height)" preserveAspectRatio="none" \
      aria-hidden="true">\(crops.joined())\(face)</svg>
      """
  }

  private func rectangle(_ box: FaceBox, kind: String) -> String {
    guard box.isValid else { return "" }
    func number(_ value: Double) -> String { JSONText.number(value, decimals: 1) }
    return """
      <rect class="\(kind)" x="\(number(box.x))" y="\(number(box.y))" \
      width="\(number(box.width))" height="\(number(box.height))"/>
      """
  }

  private func models(_ result: SilentFaceResult) -> String {
    let rows = result.opinions.map { opinion in
      """
      <div><dt>\(HTMLText.escape(opinion.model))</dt>\
      <dd>\(HTMLText.escape(SilentText.scale(opinion))), \
      \(HTMLText.escape(SilentText.crop(opinion)))<br>\
      \(HTMLText.escape(SilentText.finding(opinion)))</dd></div>
      """
    }
    return "<dl class=\"facts\">\n\(rows.joined(separator: "\n"))\n</dl>"
  }

  private func cues(_ result: SilentFaceResult, _ image: ImageFrame) -> String {
    let rows = SilentText.cues(result, image).map { cue in
      """
      <div><dt>\(HTMLText.escape(SilentText.title(cue.kind)))</dt>\
      <dd>\(HTMLText.escape(SilentText.cue(cue)))<br>\
      \(HTMLText.escape(SilentText.meaning(cue.kind)))</dd></div>
      """
    }
    guard !rows.isEmpty else { return "" }
    return "<h3>Cues, which decide nothing</h3>\n<dl class=\"facts\">\n"
      + rows.joined(separator: "\n") + "\n</dl>"
  }
}

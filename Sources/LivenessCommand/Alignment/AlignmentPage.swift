import Liveness
import LivenessSensing

/// The page that shows an alignment.
struct AlignmentPage {
  private let pictures: AlignmentPictures

  init(_ pictures: AlignmentPictures) { self.pictures = pictures }

  /// The page, with everything in it.
  var html: String {
    let name = HTMLText.escape(pictures.name)
    let (depth, aligned) = (pictures.capture.depth, pictures.aligned.depth)
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" \
      content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
      <title>Alignment of \(name)</title>
      <style>
      :root{--depth:\(ColorRamp.depth.gradient)}
      \(ReportStyle.sheet)
      </style>
      </head>
      <body>
      <main>
      <header class="page"><h1>Alignment of <code>\(name)</code></h1></header>
      <div class="card"><div class="frames">
      \(figure(pictures.before, "Before: depth as it was taken, stretched", depth))
      \(figure(pictures.after, "After: depth on the image’s pixels", aligned))
      </div></div>
      \(DepthLegend(colors: pictures.colors).html)
      <dl class="facts">\(facts.map { fact in
        "<div><dt>\(fact.name)</dt><dd>\(HTMLText.escape(fact.value))</dd></div>"
      }.joined())</dl>
      <footer><p>The image shows through where the depth has a hole. Edges of the depth should \
      follow those of the image in the second picture.</p></footer>
      </main>
      </body>
      </html>

      """
  }

  private func figure(_ raster: Raster, _ caption: String, _ depth: DepthFrame) -> String {
    let picture = Picture(
      source: raster.png, width: raster.width, height: raster.height,
      alternative: "\(caption), over the image of \(pictures.name)")
    let note =
      "\(depth.width) × \(depth.height) px · \(NumberText.percent(1 - depth.validShare)) holes"
    return """
      <figure>\(picture.html)<figcaption>\(caption) \
      <span>\(HTMLText.escape(note))</span></figcaption></figure>
      """
  }

  private var facts: [(name: String, value: String)] {
    let image = pictures.image
    let size = "\(image.width) × \(image.height) px, \(image.modality)"
    return [("Image", size)] + registration + misalignment
  }

  private var registration: [(name: String, value: String)] {
    switch pictures.capture.registration {
    case .aligned: return [("Registration", "aligned already: nothing was done")]
    case .homography: return [("Registration", "a homography from pixels to pixels")]
    case .depthToImage(let transform):
      let t = transform.translation * 1000
      let millimetres = [t.x, t.y, t.z].map { NumberText.fixed($0, decimals: 1) }
      let trace = transform.rotation[0] + transform.rotation[4] + transform.rotation[8]
      let angle = Angle.degrees(cosine: (trace - 1) / 2)
      return [
        ("Translation", "\(millimetres.joined(separator: ", ")) mm"),
        ("Rotation", "\(NumberText.fixed(angle, decimals: 2))°"),
      ]
    }
  }

  private var misalignment: [(name: String, value: String)] {
    guard let estimate = pictures.misalignment else { return [] }
    let shift = [estimate.shift.x, estimate.shift.y].map { NumberText.fixed($0, decimals: 1) }
    let pixels = shift.joined(separator: ", ") + " px"
    return [
      (
        "After alignment",
        estimate.isCertain
          ? "the depth lies beside the image: it would fit, moved by \(pixels)"
          : "nothing shows that the depth lies beside the image around the face"
      )
    ]
  }
}

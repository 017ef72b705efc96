import Liveness
import LivenessFaces
import LivenessSensing
import Testing

@testable import LivenessCommand

struct ReportCardTests {
  @Test func `a card shows the pictures, the numbers and the times`() throws {
    let html = ReportCard(
      number: 3, outcome: try MadeUpFace.pictured("captures/live-01", probability: 0.9987)
    ).html
    #expect(html.contains("<article class=\"card live\" id=\"capture-3\">"))
    #expect(
      html.contains("alt=\"Near-infrared image of captures/live-01, face box, 68 key points\""))
    #expect(html.contains("alt=\"Depth map of captures/live-01 in false colour, from "))
    #expect(html.contains("Face crop of the depth map of captures/live-01"))
    #expect(html.contains("Heatmap of the key points over the face crop of captures/live-01"))
    #expect(html.contains("p(live)</span> 0.9987"))
    #expect(html.contains("Probability of a living face 0.9987, threshold 0.5"))
    #expect(html.contains("<th scope=\"row\">key points</th><td>6.5</td>"))
    #expect(html.contains("<th scope=\"row\">total</th><td>21.0</td>"))
    #expect(html.contains("<dd>192 × 256 px at 224, 96</dd>"))
    #expect(html.split(separator: "<circle").count == 68 + 1)
    #expect(html.split(separator: "src=\"data:image/png").count == 4 + 1)
    #expect(html.split(separator: "src=\"data:image/jpeg").count == 1 + 1)
  }

  @Test func `reasons stand with a sentence`() throws {
    let html = ReportCard(
      number: 1,
      outcome: try MadeUpFace.outcome(
        "a", .undetermined, probability: nil, reasons: [.insufficientDepth])
    ).html
    #expect(
      html.contains("<code>insufficientDepth</code> Too little of the face has a valid depth."))
    #expect(html.contains("No probability; the threshold is 0.5"))
    #expect(!html.contains("class=\"crops\""))
  }

  @Test func `a capture without an image or a valid depth has a card as well`() throws {
    let capture = LivenessCapture(
      depth: try DepthFrame(width: 2, height: 1, values: [.nan, 0]), images: [],
      registration: .aligned)
    let result = try MadeUpFace.result(
      .undetermined, probability: nil, reasons: [.noFace], face: nil)
    let outcome = CaptureOutcome(path: "a", verdict: .judged(result, capture, reading: 1))
    let html = ReportCard(number: 1, outcome: outcome).html
    #expect(html.contains("no valid pixel"))
    #expect(html.split(separator: "no picture").count == 2 + 1)
  }

  @Test func `what could not be read shows its error`() {
    let outcome = MadeUpFace.failure("captures/torn", message: "Ends after <3> bytes.")
    let html = ReportCard(number: 1, outcome: outcome).html
    #expect(html.contains("<dd><code>notReadable</code></dd>"))
    #expect(html.contains("<dd><code>captures/torn/depth.png</code></dd>"))
    #expect(html.contains("<dd>Ends after &lt;3&gt; bytes.</dd>"))
  }

  @Test func `a path is never markup`() throws {
    let path = "<script>alert('1')</script>\"&"
    for outcome in [
      try MadeUpFace.pictured(path), MadeUpFace.failure(path), try MadeUpFace.outcome(path),
    ] {
      let html = ReportCard(number: 1, outcome: outcome).html
      #expect(!html.contains("<script>"))
      #expect(html.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;"))
    }
  }
}

struct ReportSummaryTests {
  private func html(_ outcomes: [CaptureOutcome]) -> String {
    var summary = ReportSummary()
    var tally = DetectionTally()
    for (index, outcome) in outcomes.enumerated() {
      summary.add(outcome, number: index + 1)
      tally.add(outcome.word)
    }
    return summary.html(tally, date: 0)
  }

  @Test func `the summary counts, names the model and links to each card`() throws {
    let html = html([
      try MadeUpFace.outcome("a", .spoof, probability: 0.01), try MadeUpFace.outcome("b"),
      MadeUpFace.failure("c<"),
    ])
    #expect(html.contains("<li class=\"live\"><b>1</b> live</li>"))
    #expect(html.contains("<li class=\"undetermined\"><b>0</b> undetermined</li>"))
    #expect(html.contains("<time>1970-01-01 00:00 UTC</time>"))
    #expect(html.contains("<dd>depth-fusion 1.0.0</dd>"))
    #expect(html.contains("<a href=\"#capture-1\">a</a>"))
    #expect(html.contains("<a href=\"#capture-3\">c&lt;</a>"))
    #expect(html.contains("title=\"a: 0.0100\""))
  }

  @Test func `a report of failures alone has no line of probabilities`() {
    #expect(!html([MadeUpFace.failure("a")]).contains("class=\"strip\""))
  }
}

struct LogOddsScaleTests {
  @Test func `the line is stretched evenly to both sides of one half`() {
    #expect(LogOddsScale.place(of: 0.5) == 0.5)
    #expect(abs(LogOddsScale.place(of: 0.01) + LogOddsScale.place(of: 0.99) - 1) < 1e-9)
    #expect(LogOddsScale.place(of: 0) == 0)
    #expect(LogOddsScale.place(of: 1) == 1)
    #expect(LogOddsScale.place(of: .nan) == 0)
  }
}

struct ProbabilityBarTests {
  @Test func `the way from the threshold to the probability is filled`() {
    let html = ProbabilityBar(probability: 0.9999, threshold: 0.5).html
    #expect(html.contains("<i style=\"left:50%;width:50%\"></i><u style=\"left:100%\"></u>"))
    #expect(html.contains("<b style=\"left:50%\"></b>"))
    #expect(html.contains(">0.0001</span>") && html.contains(">0.9999</span>"))
  }

  @Test func `a threshold near an end takes the place of its label`() {
    let html = ProbabilityBar(probability: 0.2, threshold: 0.001).html
    #expect(!html.contains(">0.0001</span>"))
    #expect(html.contains(">0.001</span>") && html.contains(">0.9999</span>"))
  }

  @Test func `without a probability only the threshold is marked`() {
    let html = ProbabilityBar(probability: nil, threshold: 0.5).html
    #expect(!html.contains("<u") && html.contains("<b style"))
  }
}

struct FaceOverlayTests {
  @Test func `pixel centres lie in the middle of their pixels`() {
    let points = FaceKeyPoints(points: Array(repeating: SIMD2(10, 20), count: 68))
    let overlay = FaceOverlay(
      width: 64, height: 48, face: FaceBox(x: 1, y: 2, width: 30, height: 40), keyPoints: points,
      crop: nil)
    #expect(overlay.svg.hasPrefix("<svg viewBox=\"0 0 64 48\""))
    #expect(overlay.svg.contains("<circle cx=\"10.5\" cy=\"20.5\""))
    #expect(
      overlay.svg.contains("<rect class=\"box\" x=\"1\" y=\"2\" width=\"30\" height=\"40\"/>"))
    #expect(!overlay.boxOnly.contains("<circle"))
  }

  @Test func `a point that is nowhere is not drawn`() {
    var places = Array(repeating: SIMD2(10.0, 20), count: 68)
    places[3] = SIMD2(.nan, 4)
    let overlay = FaceOverlay(
      width: 64, height: 48, face: nil, keyPoints: FaceKeyPoints(points: places), crop: nil)
    #expect(overlay.svg.split(separator: "<circle").count == 67 + 1)
    #expect(!overlay.svg.contains("nan"))
  }
}

struct DepthColorsTests {
  @Test func `metric depth spans the same length from the nearest part of the face`() throws {
    let colors = try #require(
      DepthColors(of: [0.612, 0.64, .nan, 0.65, 1.4], scale: .metric))
    #expect(colors.ticks.map(\.label) == ["600", "640", "680", "720", "760"])
    #expect(colors.unit == "mm")
    #expect(colors.color(of: 0.2) == ColorRamp.depth.colors.first)
    #expect(colors.color(of: 1.4) == ColorRamp.depth.colors.last)
  }

  @Test func `relative depth spans what there is, and has no unit`() throws {
    let colors = try #require(DepthColors(of: [-3, 17, 5], scale: .relative))
    #expect(colors.ticks.map(\.label) == ["−3", "2", "7", "12", "17"])
    #expect(colors.unit == "relative, no unit")
    let even = try #require(DepthColors(of: [5, 5], scale: .relative))
    #expect(even.color(of: 5) == ColorRamp.depth.colors.first)
  }

  @Test func `without a valid depth there are no colours`() {
    #expect(DepthColors(of: [], scale: .metric) == nil)
    #expect(DepthColors(of: [.nan], scale: .relative) == nil)
  }

  @Test func `a hole is hatched and never coloured`() throws {
    let colors = try #require(DepthColors(of: [0.5, 0.6], scale: .metric))
    let picture = colors.picture(width: 3, height: 1, depths: [.nan, .nan, 0.5], period: 2)
    let greys: [UInt8] = [150, 150, 150, 216, 216, 216]
    #expect(Array(picture.pixels[0..<6]) == greys)
    let near = colors.color(of: 0.5)
    #expect(Array(picture.pixels[6...]) == [near.x, near.y, near.z])
  }
}

struct ColorRampTests {
  @Test func `the ramp darkens from end to end`() {
    let luminance = ColorRamp.depth.colors.map { color in
      0.2126 * Double(color.x) + 0.7152 * Double(color.y) + 0.0722 * Double(color.z)
    }
    for (lighter, darker) in zip(luminance, luminance.dropFirst(4)) {
      #expect(lighter > darker)
    }
    #expect(luminance[0] > 220 && luminance[luminance.count - 1] < 40)
  }

  @Test func `Oklab's white, black and grey are those of the screen`() {
    #expect(ColorRamp.color(lightness: 1, hue: 0, chroma: 0) == SIMD3(255, 255, 255))
    #expect(ColorRamp.color(lightness: 0, hue: 0, chroma: 0) == SIMD3(0, 0, 0))
    #expect(ColorRamp.color(lightness: 0.5999, hue: 0, chroma: 0) == SIMD3(128, 128, 128))
  }

  @Test func `a place beyond the ends has the colour of the end`() {
    #expect(ColorRamp.depth.color(at: -1e30) == ColorRamp.depth.colors.first)
    #expect(ColorRamp.depth.color(at: 1e30) == ColorRamp.depth.colors.last)
    #expect(ColorRamp.hex(SIMD3(255, 0, 171)) == "#ff00ab")
  }
}

struct RasterTests {
  @Test func `a wide picture is averaged down by a whole factor`() {
    let raster = Raster(
      width: 4, height: 2, channels: 1, pixels: [0, 10, 100, 100, 20, 30, 100, 104])
    #expect(
      raster.shrunk(toWidth: 3) == Raster(width: 2, height: 1, channels: 1, pixels: [15, 101]))
    #expect(raster.shrunk(toWidth: 4) == raster)
    #expect(Raster.factor(width: 1600, limit: 800) == 2)
    #expect(Raster.factor(width: 1601, limit: 800) == 3)
  }
}

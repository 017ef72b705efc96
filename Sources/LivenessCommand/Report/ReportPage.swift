/// What stands around the summary and the cards.
enum ReportPage {
  /// Everything up to the summary, with a policy that keeps a browser from loading anything else.
  ///
  /// - Parameters:
  ///   - title: The title of the window.
  ///   - style: What is added to the style sheet.
  /// - Returns: The text up to where the page's content begins.
  static func head(title: String = "Liveness report", style: String = "") -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta http-equiv="Content-Security-Policy" \
    content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
    <title>\(HTMLText.escape(title))</title>
    <style>
    :root{--depth:\(ColorRamp.depth.gradient)}
    \(ReportStyle.sheet)
    \(style)
    </style>
    </head>
    <body>
    <main>

    """
  }

  /// Everything after the cards.
  static func foot(_ remark: String = ReportPage.remark) -> String {
    """
    <footer>
    <p>\(remark)</p>
    </footer>
    </main>
    </body>
    </html>

    """
  }

  /// How the cards are to be read.
  static let remark = """
    A capture is live when p(live) lies above the threshold; bars and dots stand on a log-odds \
    scale. A solid frame is the face box, a \
    dashed one the square that the networks saw. Metric depth colours span \
    \(NumberText.fixed(1000 * DepthColors.span, decimals: 0)) mm from the nearest part of the face \
    in every picture, so that a flat picture looks flat; what lies farther has the last colour. \
    Hatched pixels have no depth. Times are those of this run on this machine.
    """
}

/// A picture on the page, with what is drawn over it.
struct Picture {
  /// The `data:` address; `nil` where the picture could not be made.
  let source: String?
  /// The size in pixels of the frame or crop, which gives the proportions.
  let width: Int
  let height: Int
  /// What the picture shows, for those who do not see it.
  let alternative: String
  /// A drawing over the picture.
  var overlay = ""
  /// The picture is small; its pixels are shown as squares.
  var isCrop = false

  /// The picture as HTML.
  var html: String {
    guard let source else { return "<div class=\"missing\">no picture</div>" }
    return """
      <div class="picture\(isCrop ? " pixels" : "")" style="aspect-ratio:\(width)/\(height)">\
      <img src="\(source)" width="\(width)" height="\(height)" \
      alt="\(HTMLText.escape(alternative))">\(overlay)</div>
      """
  }
}

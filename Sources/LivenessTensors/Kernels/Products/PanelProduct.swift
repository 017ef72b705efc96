/// The innermost loop of the packed products: a few rows times one panel, all sums in registers.
///
/// A row of the left factor is a number of segments of equal length and distance, so that the
/// window of a convolution counts as a row where it lies in a map. Six rows by two vectors fill the
/// sixteen registers of AVX2 and SSE2; four rows finish what six leave. Every sum is added up in the
/// order of the row, whatever the number of rows.
enum PanelProduct {
  /// How a row of the left factor lies in memory.
  struct RowShape {
    /// The number of segments.
    let segments: Int
    /// Scalars of each segment.
    let length: Int
    /// Scalars from one segment to the next.
    let step: Int
  }

  typealias Six<Element> = (Element, Element, Element, Element, Element, Element)
  typealias Four<Element> = (Element, Element, Element, Element)

  /// Computes `start + row · panel` for six rows.
  @inline(__always)
  @unsafe static func sixRows(
    _ rows: Six<UnsafePointer<Float>>, shape: RowShape, panel: UnsafePointer<Float>, start: Panel
  ) -> Six<Panel> {
    var sums = (start, start, start, start, start, start)
    var (a, b, c, d, e, f) = unsafe rows
    var panel = unsafe panel
    for _ in 0..<shape.segments {
      for k in 0..<shape.length {
        let weights = unsafe panel.panel
        sums.0 = unsafe sums.0.adding(a[k], times: weights)
        sums.1 = unsafe sums.1.adding(b[k], times: weights)
        sums.2 = unsafe sums.2.adding(c[k], times: weights)
        sums.3 = unsafe sums.3.adding(d[k], times: weights)
        sums.4 = unsafe sums.4.adding(e[k], times: weights)
        sums.5 = unsafe sums.5.adding(f[k], times: weights)
        unsafe panel += Panel.scalarCount
      }
      unsafe (a, b, c) = (a + shape.step, b + shape.step, c + shape.step)
      unsafe (d, e, f) = (d + shape.step, e + shape.step, f + shape.step)
    }
    return sums
  }

  /// Computes `start + row · panel` for four rows.
  @inline(__always)
  @unsafe static func fourRows(
    _ rows: Four<UnsafePointer<Float>>, shape: RowShape, panel: UnsafePointer<Float>, start: Panel
  ) -> Four<Panel> {
    var sums = (start, start, start, start)
    var (a, b, c, d) = unsafe rows
    var panel = unsafe panel
    for _ in 0..<shape.segments {
      for k in 0..<shape.length {
        let weights = unsafe panel.panel
        sums.0 = unsafe sums.0.adding(a[k], times: weights)
        sums.1 = unsafe sums.1.adding(b[k], times: weights)
        sums.2 = unsafe sums.2.adding(c[k], times: weights)
        sums.3 = unsafe sums.3.adding(d[k], times: weights)
        unsafe panel += Panel.scalarCount
      }
      unsafe (a, b) = (a + shape.step, b + shape.step)
      unsafe (c, d) = (c + shape.step, d + shape.step)
    }
    return sums
  }

  /// Computes `row · panel` for one row, in four sums side by side: a single one would wait for
  /// itself.
  @inline(__always)
  @unsafe static func oneRow(
    _ row: UnsafePointer<Float>, shape: RowShape, panel: UnsafePointer<Float>
  ) -> Panel {
    var sums = (Panel.zero, Panel.zero, Panel.zero, Panel.zero)
    var row = unsafe row
    var panel = unsafe panel
    for _ in 0..<shape.segments {
      var k = 0
      while k + 4 <= shape.length {
        sums.0 = unsafe sums.0.adding(row[k], times: panel.panel)
        sums.1 = unsafe sums.1.adding(row[k + 1], times: (panel + Panel.scalarCount).panel)
        sums.2 = unsafe sums.2.adding(row[k + 2], times: (panel + 2 * Panel.scalarCount).panel)
        sums.3 = unsafe sums.3.adding(row[k + 3], times: (panel + 3 * Panel.scalarCount).panel)
        unsafe panel += 4 * Panel.scalarCount
        k += 4
      }
      while k < shape.length {
        sums.0 = unsafe sums.0.adding(row[k], times: panel.panel)
        unsafe panel += Panel.scalarCount
        k += 1
      }
      unsafe row += shape.step
    }
    return (sums.0 + sums.1) + (sums.2 + sums.3)
  }
}

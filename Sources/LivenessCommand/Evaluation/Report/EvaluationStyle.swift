/// What the evaluation's page adds to the style sheet of the report.
enum EvaluationStyle {
  static let sheet = """
    .headline{display:flex;flex-wrap:wrap;margin-top:28px;border-block:1px solid var(--rule)}
    .headline div{flex:1 1 160px;padding:12px 16px 12px 0}
    .headline dd{font-size:27px;line-height:1.2;font-weight:500;letter-spacing:-.02em}
    .headline dd span{display:block;font-size:12.5px;font-weight:400;color:var(--soft);
      letter-spacing:0}
    .remarks{margin-top:24px;border-left:3px solid var(--undetermined);background:var(--sheet);
      padding:8px 14px}
    .remarks li+li{margin-top:4px}
    .charts{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:32px 36px;margin-top:32px}
    .tradeoff{grid-row:span 2}
    .chart svg{display:block;width:100%;height:auto}
    .chart text{fill:var(--soft);font:12px var(--sans)}
    .chart .below,.chart .axis{text-anchor:middle}.chart .beside{text-anchor:end}
    .chart .axis,.chart .key{fill:var(--ink)}
    .chart .grid line{stroke:var(--rule)}
    .chart .band{fill:var(--soft);opacity:.18}
    .chart .curve{fill:none;stroke:var(--ink);stroke-width:2;stroke-linejoin:round}
    .chart .diagonal{stroke:var(--faint);stroke-dasharray:4 4}
    .chart .rule{fill:var(--spoof);stroke:var(--paper);stroke-width:1.5}
    .chart rect{fill:var(--tone)}
    .chart .base{stroke:var(--ink)}
    .chart .threshold{stroke:var(--ink);stroke-dasharray:4 3}
    .intervals table{width:100%;border-collapse:collapse}
    .intervals th{font-weight:400;text-align:left;padding:3px 14px 3px 0;white-space:nowrap;
      max-width:220px;overflow:hidden;text-overflow:ellipsis;color:var(--ink)}
    .intervals td.bar{width:60%}
    .intervals td.bar div{position:relative;height:16px;background:var(--track)}
    .intervals td.bar i{position:absolute;inset:0 auto 0 0;background:var(--tone);opacity:.75}
    .intervals td.bar u{position:absolute;top:7px;height:2px;background:var(--ink);min-width:2px}
    .intervals td.bar u::before,.intervals td.bar u::after{content:"";position:absolute;top:-3px;
      height:8px;border-left:2px solid var(--ink)}
    .intervals td.bar u::before{left:0}.intervals td.bar u::after{right:0}
    .intervals td.figure{padding-left:14px;text-align:right;white-space:nowrap;font-size:13px}
    .chapter{margin-top:52px;font:600 19px/1.3 var(--sans);letter-spacing:-.01em}
    .list td.worse{color:var(--soft)}
    @media (max-width:900px){.charts{grid-template-columns:minmax(0,1fr)}}
    @media (max-width:600px){.intervals td.figure{font-size:11px;padding-left:8px}
      .intervals th{max-width:110px;white-space:normal}.list td.worse,.list th.worse{display:none}}
    @media print{.chart,.intervals{break-inside:avoid}.charts{gap:18px 24px}}
    """
}

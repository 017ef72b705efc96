/// What the page of an evaluation adds to the style sheet of the report.
enum EvaluationStyle {
  static let sheet = """
    .part{margin-top:44px}
    .part>h2{font-family:var(--sans);font-size:19px;letter-spacing:-.01em;
      border-top:1px solid var(--ink);padding-top:10px;margin-bottom:10px}
    header.page p{color:var(--soft)}
    header.page dl{flex-basis:100%}
    header.page dd{overflow-wrap:anywhere}
    .counts li{flex:1 1 150px;padding-right:18px;line-height:1.35}
    .counts b{color:var(--tone,var(--ink));white-space:nowrap}
    .counts small{display:block;margin-top:2px}
    small,.fine{font-size:12.5px;color:var(--soft)}
    .fine{margin-top:8px}
    .remarks{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,400px),1fr));
      gap:6px 16px}
    .remarks li{padding:7px 14px;border-left:3px solid var(--undetermined);background:var(--sheet)}

    .charts{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:24px 36px}
    .charts figure{min-width:0}
    .charts figcaption{max-width:60ch;font-size:12.5px;color:var(--soft)}
    .chart{display:block;width:100%;height:auto;max-width:600px;overflow:visible;
      font:12.5px var(--sans)}
    .chart text{fill:var(--soft)}
    .chart text.title{fill:var(--ink)}
    .chart text.live,.chart text.spoof{fill:var(--tone);font-weight:600}
    .chart line,.rate line{vector-effect:non-scaling-stroke}
    .chart .grid,.rate .grid{stroke:var(--rule);stroke-width:1}
    .chart .axis{stroke:var(--ink);stroke-width:1}
    .chart .guide{stroke:var(--faint);stroke-width:1;stroke-dasharray:3 4}
    .chart .threshold{stroke:var(--ink);stroke-width:1.25;stroke-dasharray:5 4}
    .chart .band{fill:var(--ink);fill-opacity:.12;stroke:none}
    .chart .curve{fill:none;stroke:var(--ink);stroke-width:2;stroke-linejoin:round}
    .chart rect.mark{fill:var(--paper);stroke:var(--ink);stroke-width:1.25}
    .chart text.mark{fill:var(--ink);font-size:10.5px;font-weight:600}
    .bar{fill:var(--tone)}
    .rate{display:block;width:100%;height:29px;overflow:visible}
    .rate .bar{fill-opacity:.45}
    .rate .whisker{stroke:var(--ink);stroke-width:1.5}

    .rates{width:100%;border-collapse:collapse}
    .rates caption{text-align:left;padding-bottom:8px;max-width:88ch}
    .rates th{text-align:left;font-weight:400;padding:4px 14px 4px 0}
    .rates tbody th,.rates tfoot th{font-size:14px;color:var(--ink);min-width:7em;
      overflow-wrap:break-word}
    .rates thead th{border-bottom:1px solid var(--ink);vertical-align:bottom}
    .rates td{padding:3px 14px 3px 0;font-size:14px}
    .rates tbody tr>*{border-bottom:1px solid var(--rule)}
    .rates .graph{width:38%;min-width:120px;padding:0 22px 0 8px}
    .rates .figure{text-align:right;white-space:nowrap}
    .rates tr>:last-child{padding-right:0}
    .rates .ticks{height:18px}
    .rates .ticks span{top:-1px}
    .rates .ticks span::before{top:auto;bottom:-5px}
    .points small{display:block}
    .points td.number{width:34px}
    .points td.number i{display:inline-grid;place-items:center;min-width:20px;height:20px;
      border:1.25px solid var(--ink);border-radius:10px;font-size:11.5px;font-style:normal;
      font-weight:600}
    .drift .trained{--tone:var(--faint)}.drift .here{--tone:var(--live)}
    .drift rect{fill:var(--tone)}
    .drift .median{stroke:var(--paper);stroke-width:2}
    .drift .key{margin-right:12px;white-space:nowrap}
    .drift .key i{display:inline-block;width:14px;height:8px;margin-right:6px;
      background:var(--tone)}
    .drift tfoot th,.drift tfoot td{border-top:1px solid var(--ink)}
    .drifted .share{color:var(--spoof);font-weight:600}
    .drifted .share::before{content:"▲ ";font-size:.8em}

    .mistakes{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:32px 36px}
    .mistake{margin:0;border-top-color:var(--rule)}
    .mistake header{grid-template-columns:minmax(0,1fr) auto;margin-bottom:6px}
    .mistake h3{margin:0;font:600 14px/1.4 var(--mono);overflow-wrap:anywhere}
    .mistake .number{color:var(--faint);font-weight:400;margin-right:6px}
    .mistake .probability-bar{grid-column:1/-1;width:100%;margin-top:4px}
    .mistake .probability{font-size:15px}
    .mistake .verdict{margin-bottom:10px}
    .mistake .crops{gap:10px}
    .mistake .reasons{margin:12px 0 0}
    .mistake p.missing{padding:16px}
    .mistake figcaption span{display:none}

    @media (max-width:900px){
      .rates th,.rates td{padding-right:10px}
      .rates .graph{width:30%}
    }
    @media (max-width:700px){
      .charts,.mistakes{grid-template-columns:minmax(0,1fr)}
    }
    @media (max-width:600px){
      .rates .other,.rates .interval,.rates td small{display:none}
      .rates th,.rates td{padding-right:8px;font-size:13px}
      .rates .graph{min-width:70px;width:30%;padding-right:12px}
      .rates .ticks span:nth-child(even){display:none}
      .rates thead .figure{white-space:normal}
      .counts li{flex-basis:50%}
      .counts b{font-size:24px}
    }
    @media print{
      .part{margin-top:22px}
      .part>h2{break-after:avoid}
      .charts,.mistakes,.remarks{grid-template-columns:repeat(2,minmax(0,1fr))}
      figure,tr,.counts,.mistake{break-inside:avoid}
      .mistake{margin-top:0}
      .rates td,.rates tbody th{font-size:10.5px}
      .rate{height:18px}
      .counts b{font-size:22px}
      small,.fine,.charts figcaption,dt,th,caption,figcaption{font-size:9.5px}
    }
    """
}

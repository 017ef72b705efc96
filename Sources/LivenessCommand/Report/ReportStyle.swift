/// The style sheet of the report.
enum ReportStyle {
  static let sheet = """
    :root{
      --paper:#fbfaf8;--sheet:#fff;--ink:#1d1e1c;--soft:#62645f;--faint:#8d8f89;--rule:#dcdbd5;
      --track:#e9e8e3;--live:#00785a;--spoof:#c2410c;--undetermined:#8a6a00;--unreadable:#6b5b95;
      --sans:"Helvetica Neue","Inter","Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif;
      --mono:ui-monospace,"SF Mono","Cascadia Mono","Roboto Mono","DejaVu Sans Mono",Menlo,monospace;
    }
    @media (prefers-color-scheme:dark){:root{
      --paper:#121413;--sheet:#191c1b;--ink:#e9e8e3;--soft:#a3a59f;--faint:#7b7d78;--rule:#31342f;
      --track:#2a2d2b;--live:#34c79a;--spoof:#ff8a4c;--undetermined:#e0b840;--unreadable:#b3a3e0;
    }}
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;scroll-padding-top:16px}
    body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 var(--sans);
      font-variant-numeric:tabular-nums lining-nums;print-color-adjust:exact;
      -webkit-print-color-adjust:exact}
    main{max-width:1200px;margin:0 auto;padding:40px 32px 56px}
    h1,h2,p,ul,dl,dd,figure{margin:0;padding:0}
    ul{list-style:none}
    code,.path,h2{font-family:var(--mono)}
    code{font-size:.92em}
    a{color:inherit;text-decoration-color:var(--faint);text-underline-offset:.2em}
    a:focus-visible{outline:2px solid currentColor;outline-offset:2px}
    .live{--tone:var(--live)}.spoof{--tone:var(--spoof)}
    .undetermined{--tone:var(--undetermined)}.unreadable{--tone:var(--unreadable)}
    dt,th,caption,figcaption,.legend,.ticks,.probability span,.probability-bar>span,footer{
      font-size:12.5px;color:var(--soft)}

    header.page{border-top:3px solid var(--ink);padding-top:14px;display:flex;flex-wrap:wrap;
      gap:12px 48px;align-items:baseline;justify-content:space-between}
    h1{font-size:26px;line-height:1.2;font-weight:600;letter-spacing:-.015em}
    header.page dl{display:flex;flex-wrap:wrap;gap:4px 32px}
    header.page dt{line-height:1.3}

    .counts{display:flex;flex-wrap:wrap;margin-top:28px;border-block:1px solid var(--rule)}
    .counts li{flex:1 1 130px;padding:12px 0 12px;color:var(--soft)}
    .counts b{display:block;font-size:34px;line-height:1.15;font-weight:500;color:var(--tone);
      letter-spacing:-.02em}

    .strip{margin:30px 44px 0}
    .strip .field{position:relative;height:calc(20px + 11px*var(--stack));max-height:170px;
      border-bottom:1px solid var(--ink)}
    .strip .field a{position:absolute;bottom:calc(3px + 11px*var(--level));width:10px;height:10px;
      margin-left:-5px;border-radius:50%;background:var(--tone)}
    .strip .field b{position:absolute;bottom:0;top:0;border-left:1px dashed var(--soft)}
    .strip .field b span{position:absolute;top:-8px;left:6px;font-size:12.5px;font-weight:400;
      color:var(--soft)}
    .strip figcaption{margin-top:6px;color:var(--soft)}
    .ticks{position:relative;height:22px}
    .ticks span{position:absolute;top:3px;transform:translateX(-50%);white-space:nowrap}
    .ticks span::before{content:"";position:absolute;left:50%;top:-3px;height:4px;
      border-left:1px solid var(--soft)}

    .list{width:100%;border-collapse:collapse;margin-top:24px}
    .list th{text-align:left;font-weight:400;padding:6px 16px 6px 0;
      border-bottom:1px solid var(--ink)}
    .list td{padding:5px 16px 5px 0;border-bottom:1px solid var(--rule);vertical-align:middle}
    .list .figure{text-align:right;white-space:nowrap}
    .list td.number{color:var(--faint);width:1%;padding-right:12px;text-align:right}
    .list td.face{width:1%;padding-right:12px}
    .list img{display:block;width:36px;height:36px;background:var(--track)}
    .list .path{overflow-wrap:anywhere;font-size:13.5px}
    .list td.codes{font-family:var(--mono);font-size:12.5px;color:var(--soft);
      overflow-wrap:anywhere}
    .word{color:var(--tone);font-weight:600;white-space:nowrap}
    .word::before{content:"";display:inline-block;width:9px;height:9px;margin-right:8px;
      background:var(--tone)}
    .live .word::before{border-radius:50%}
    .undetermined .word::before{background:none;border:2px solid var(--tone);border-radius:50%}
    .unreadable .word::before{background:none;border:2px solid var(--tone)}

    .card{margin-top:56px;border-top:1px solid var(--ink);padding-top:12px}
    .card header{display:grid;grid-template-columns:minmax(0,1fr) auto auto minmax(180px,280px);
      gap:4px 28px;align-items:baseline;margin-bottom:16px}
    h2{font-size:16px;line-height:1.4;font-weight:600;overflow-wrap:anywhere}
    h2 .number{color:var(--faint);font-weight:400;margin-right:6px}
    .probability{font-size:17px;font-weight:500;white-space:nowrap}
    .probability span{font-weight:400;margin-right:2px}
    .probability-bar{position:relative;height:30px;align-self:center}
    .probability-bar .line{position:relative;height:10px;background:var(--track)}
    .probability-bar .line i{position:absolute;top:0;bottom:0;background:var(--tone);opacity:.35}
    .probability-bar .line u{position:absolute;top:-1px;width:12px;height:12px;margin-left:-6px;
      border-radius:50%;background:var(--tone)}
    .probability-bar .line b{position:absolute;top:-4px;bottom:-4px;width:2px;margin-left:-1px;
      background:var(--ink)}
    .probability-bar>span{position:absolute;top:13px;line-height:16px}
    .probability-bar .mark{transform:translateX(-50%);color:var(--ink)}
    .probability-bar .right{right:0}
    .card.unreadable header{grid-template-columns:minmax(0,1fr) auto}
    .reasons{margin:-4px 0 16px;padding:8px 14px;border-left:3px solid var(--tone);
      background:var(--sheet)}
    .reasons code{margin-right:8px;color:var(--tone)}

    .frames{display:grid;grid-template-columns:1fr 1fr;gap:20px}
    .details{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:20px 28px;
      margin-top:22px}
    .details>.readings:only-child{grid-column:1/-1}
    .crops{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:16px;align-content:start}
    .picture{position:relative;background:var(--track);overflow:hidden}
    .picture img{display:block;width:100%;height:100%}
    .pixels img{image-rendering:pixelated}
    .missing{display:grid;place-items:center;min-height:120px;background:var(--track);
      color:var(--soft);font-size:13px}
    .picture svg{position:absolute;inset:0;width:100%;height:100%;fill:none;stroke:#fff;
      stroke-width:1;filter:drop-shadow(0 0 .7px #000) drop-shadow(0 0 1px #0009)}
    .picture svg *{vector-effect:non-scaling-stroke}
    .picture .box{stroke:#fff;stroke-width:1.5}
    .picture .crop{stroke:#fff;stroke-dasharray:4 4;stroke-opacity:.75}
    .picture polyline,.picture polygon{stroke:#3fd8ff;stroke-width:.9;stroke-opacity:.75}
    .picture circle{fill:#3fd8ff;stroke:none}
    figcaption{margin-top:6px;color:var(--ink)}
    figcaption span{color:var(--soft);margin-left:6px}
    .frames figcaption{display:flex;justify-content:space-between;gap:12px}
    .legend{display:flex;align-items:flex-start;gap:14px;margin-top:8px;line-height:16px}
    .legend .scale{flex:1;margin:0 14px 0 12px}
    .legend .ramp{height:12px;background:var(--depth)}
    .legend .unit{margin-top:14px}
    .legend .hole{display:flex;gap:6px;white-space:nowrap;margin-top:-2px}
    .legend .hole i{width:22px;height:14px;margin-top:1px;
      background:repeating-linear-gradient(135deg,#969696 0 1.6px,#d8d8d8 1.6px 5px)}

    .readings{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:20px 28px;
      align-content:start}
    .facts div{display:grid;grid-template-columns:1fr;padding:0 0 6px}
    .facts dt{line-height:1.3}
    .facts.error div{grid-template-columns:90px minmax(0,1fr)}
    .facts.error dd{overflow-wrap:anywhere}
    .timings{width:100%;border-collapse:collapse;align-self:start}
    .timings caption{text-align:left;line-height:1.3;padding-bottom:4px}
    .timings th{font-weight:400;text-align:left;padding:2px 10px 2px 0;white-space:nowrap}
    .timings td{text-align:right;padding:2px 0;font-size:13.5px}
    .timings td.bar{width:40%;padding-left:10px}
    .timings i{display:block;height:6px;min-width:1px;background:var(--faint)}
    .timings tfoot th,.timings tfoot td{border-top:1px solid var(--rule);color:var(--ink)}
    footer{margin-top:56px;border-top:1px solid var(--rule);padding-top:12px;max-width:72ch}

    @media (max-width:900px){
      .card header{grid-template-columns:minmax(0,1fr) auto;}
      .card h2{grid-column:1/-1}
      .card .probability{text-align:right}
      .probability-bar{grid-column:1/-1;width:100%}
      .details{grid-template-columns:1fr}
    }
    @media (max-width:600px){
      main{padding:20px 14px 40px}
      .frames{grid-template-columns:1fr}
      .crops{gap:8px}
      .crops figcaption span{display:none}
      .strip{margin-inline:28px}
      .strip .minor{display:none}
      .counts li{flex-basis:50%;padding:8px 0}
      .counts b{font-size:28px}
      .list .time,.list .number,.list .codes{display:none}
      .list th,.list td{padding-right:10px}
      .list .figure{padding-right:0}
    }
    @media print{
      @page{margin:14mm}
      :root{--paper:#fff}
      body{font-size:11px}
      main{max-width:none;padding:0}
      .card{break-inside:avoid;margin-top:28px}
      .list tr{break-inside:avoid}
      a{text-decoration:none}
    }
    """
}

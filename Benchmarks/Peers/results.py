"""Writes what was measured: a line of JSON for each measurement, and a table between two markers."""

import json

BEGIN, END = "<!-- peers: begin -->", "<!-- peers: end -->"
TITLES = {
    "onnxruntime": "ONNX Runtime", "openvino": "OpenVINO", "ncnn": "ncnn", "pytorch": "PyTorch"}


def write_lines(path, lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w") as file:
        for line in lines:
            file.write(json.dumps(line) + "\n")


def rows(lines, batch):
    """Pairs of builds as rows: microseconds for an image, and the ratio to the fastest peer."""
    builds = {}
    for line in lines:
        if line["batch"] == batch:
            builds.setdefault((line["network"], line["threads"]), {})[line["build"]] = line
    for (network, threads), pair in builds.items():
        peers = next(iter(pair.values()))["peers"]
        cells = [network, str(threads)]
        for build in ("default", "native"):
            line = pair.get(build)
            cells.append(
                f"{line['best_us'] / batch:.0f} ({line['ratio']:.2f})" if line else "–")
        fastest = min(peers, key=lambda name: peers[name]["best_us"])
        for name in TITLES:
            text = f"{peers[name]['best_us'] / batch:.0f}"
            cells.append(f"**{text}**" if name == fastest else text)
        yield cells


def table(lines, machine):
    versions = machine["versions"]
    named = ", ".join(f"{TITLES[name]} {versions[name]}" for name in TITLES)
    parts = [
        f"{machine['date']}, {machine['processor']}, {machine['processors']} processors, "
        f"{machine['system']}; {named}; {versions['BLAS']}. The native build is one for "
        f"{versions['level']}.", ""]
    for batch in sorted({line["batch"] for line in lines}):
        share = "" if batch == 1 else ", for one image of them"
        header = ["network", "threads", "ours, default", "ours, native", *TITLES.values()]
        parts += [f"Batch {batch}, best microseconds{share}:", ""]
        parts += ["| " + " | ".join(header) + " |", "|---|" + "---:|" * (len(header) - 1)]
        parts += ["| " + " | ".join(cells) + " |" for cells in rows(lines, batch)]
        parts.append("")
    return "\n".join(parts)


def write_table(path, lines, machine):
    text = path.read_text()
    if BEGIN not in text or END not in text:
        raise SystemExit(f"{path} lacks {BEGIN} and {END}")
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    path.write_text(f"{before}{BEGIN}\n{table(lines, machine)}{END}{after}")

#!/usr/bin/env python3
"""Shows which changes to the decision code no test notices.

  mutate.py [FILE…]   changes these files, by default the decision code: what lies in Sources/Liveness
                      itself, in Voting and in Fallback. Explanation is none of it: it asks the
                      network again and reports, and nothing of it reaches a decision

Each comparison is made always true, always false, and to take or leave equality; each negation,
each `isSomething`, each `contains` and each other condition always true and always false; each
`append`, a reason's for instance, and each check that throws is left out; each `throw` throws
something else; each early `return` ends the process; `min` and `max` are exchanged. All of this is
built once, into a copy of the package in .build/mutation, and each mutant is chosen by an environment
variable while the tests run.

A mutant that no test notices is a survivor. Those that change nothing that a test could see stand in
equivalent.tsv, with the reason; a row that is not about exactly one mutant is refused. The exit status
is 1 where another one survives.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

from mutations import Mutations

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
EQUIVALENT = pathlib.Path(__file__).resolve().parent / "equivalent.tsv"
WORK = ROOT / ".build/mutation"
PACKAGE = WORK / "package"
SLOWER = 5
DECISIONS = [f"Sources/Liveness/{folder}*.swift" for folder in ("", "Voting/", "Fallback/")]
# The suites that are asked first about a folder; the others are asked where these notice nothing.
NEAREST = {
    "Liveness": "Boundary|PolicyFile|ErrorPath|FaceSearch|Demand|Target",
    "Voting": "Vote|Voting", "Fallback": "Fallback|SecondOpinion|CircuitBreaker"}
# The suites of what the decision code does not depend on.
ELSEWHERE = ("Silent|MiniFASNet|Texture|FaceBackground|ConfidenceFusion|ExtendedRegion|CameraProfile|"
             "SensorNoise|Network|BranchRow|FusionRow")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="*", help="files within Sources, of one target")
    parser.add_argument("--tests", default="LivenessTests", help="the test target that must notice")
    parser.add_argument("--skip", action="append", default=[], help="tests to leave out, by name")
    parser.add_argument("--mutants", default="", help="numbers, such as 3,8,20; all by default")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="runs at the same time")
    parser.add_argument("--list", action="store_true", help="print the mutants and stop")
    options = parser.parse_args()
    files = options.files or sorted(
        str(path.relative_to(ROOT)) for folder in DECISIONS for path in ROOT.glob(folder))
    mutations = write_package(files, options.tests)
    if options.list:
        for mutant in mutations.mutants:
            print(f"{mutant.number}\t{mutant.file}:{mutant.line}\t{mutant.change}\t{mutant.text}")
        return 0
    excused = equivalent(mutations.mutants, files)
    chosen = {int(number) for number in options.mutants.split(",") if number}
    mutants = [m for m in mutations.mutants if not chosen or m.number in chosen]
    skipped = options.skip + ([] if options.files else [ELSEWHERE])
    command = build() + [word for name in skipped for word in ("--skip", name)]
    return judge(mutants, command, options.jobs, excused)


def write_package(files, tests):
    """Copies the package, with the files rewritten and nothing in it that the tests do not need."""
    targets = {"/".join(file.split("/")[:2]) for file in files}
    if len(targets) != 1:
        sys.exit(f"expected files of one target, found {', '.join(sorted(targets))}")
    mutations = Mutations()
    rewritten = {
        file: mutations.rewrite(file, (ROOT / file).read_text(encoding="utf-8")) for file in files}
    rewritten[f"{targets.pop()}/MutantSwitch.swift"] = mutations.switch()
    rewritten["Package.swift"] = manifest(tests)
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True,
        capture_output=True, text=True).stdout.splitlines()
    kept = {file for file in listed if (ROOT / file).is_file()}
    for path in [path for path in PACKAGE.rglob("*") if path.is_file()]:
        name = str(path.relative_to(PACKAGE))
        if not name.startswith(".build/") and name not in kept and name not in rewritten:
            path.unlink()
    for file in kept - set(rewritten):
        copy(ROOT / file, PACKAGE / file)
    for file, text in rewritten.items():
        write(PACKAGE / file, text)
    return mutations


def copy(source, target):
    """Copies what changed, so that the next build is short."""
    if not target.is_file() or source.stat().st_mtime_ns != target.stat().st_mtime_ns:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def manifest(tests):
    """The manifest with the tests' target and what it depends on alone."""
    package = json.loads(subprocess.run(
        ["swift", "package", "dump-package"], cwd=ROOT, check=True, capture_output=True,
        text=True).stdout)
    targets = {target["name"]: target for target in package["targets"]}
    kept, open_ends = set(), [tests]
    while open_ends:
        name = open_ends.pop()
        if name in kept or name not in targets:
            continue
        kept.add(name)
        for dependency in targets[name]["dependencies"]:
            open_ends.append((dependency.get("byName") or dependency.get("target"))[0])
    names = ", ".join(f'"{name}"' for name in sorted(kept))
    return (ROOT / "Package.swift").read_text(encoding="utf-8") + (
        f"\nlet kept: Set = [{names}]\n"
        "package.targets.removeAll { !kept.contains($0.name) }\n"
        "package.products = []\npackage.dependencies = []\n")


def build():
    """Builds the tests and gives the command that runs them."""
    command = [
        "swift", "build", "--build-tests", "--configuration", "release", "-Xswiftc",
        "-enable-testing"]
    print("Building the tests with every mutant …", flush=True)
    built = subprocess.run(command, cwd=PACKAGE, capture_output=True, text=True)
    if built.returncode != 0:
        errors = [line for line in (built.stdout + built.stderr).splitlines() if "error:" in line]
        sys.exit("\n".join(["the mutants do not build:"] + errors[:20]))
    folder = subprocess.run(
        command + ["--show-bin-path"], cwd=PACKAGE, check=True, capture_output=True,
        text=True).stdout.strip()
    return [f"{folder}/swift-livenessPackageTests.xctest", "--testing-library", "swift-testing"]


def outcome(command, number, limit):
    """`passed`, `failed` or `hung` of the tests with a mutant; 0 is none."""
    try:
        run = subprocess.run(
            command, cwd=PACKAGE, env={**os.environ, "LIVENESS_MUTANT": str(number)},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=limit)
    except subprocess.TimeoutExpired:
        return "hung"
    return "passed" if run.returncode == 0 else "failed"


def limit(command, jobs):
    """The longest that tests may take, which pass without a mutant."""
    start = time.monotonic()
    if outcome(command, 0, None) != "passed":
        sys.exit("the tests fail without any mutant")
    return SLOWER * jobs * (time.monotonic() - start) + 10


def judge(mutants, command, jobs, excused):
    start = time.monotonic()
    whole = (command, limit(command, jobs))
    nearest = {}
    for folder in {pathlib.PurePath(mutant.file).parent.name for mutant in mutants} & set(NEAREST):
        near = command + ["--filter", NEAREST[folder]]
        nearest[folder] = (near, limit(near, jobs))

    def found_out(mutant):
        near, longest = nearest.get(pathlib.PurePath(mutant.file).parent.name, whole)
        found = outcome(near, mutant.number, longest)
        if found == "passed" and near != command:
            found = outcome(command, mutant.number, whole[1])
        return found

    survivors, counts = [], {}
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        outcomes = pool.map(found_out, mutants)
        for index, (mutant, found) in enumerate(zip(mutants, outcomes)):
            if sys.stderr.isatty():
                print(f"\r{index + 1} of {len(mutants)} ", end="", file=sys.stderr, flush=True)
            counts[found] = counts.get(found, 0) + 1
            if found == "passed" and mutant.number not in excused:
                survivors.append(mutant)
                print(f"\r{mutant.file}:{mutant.line}: {mutant.change}: {mutant.text}", flush=True)
    noticed = counts.get("failed", 0) + counts.get("hung", 0)
    print(f"{len(mutants)} mutants: {noticed} noticed, {counts.get('passed', 0) - len(survivors)} "
          f"equivalent, {len(survivors)} survived, {time.monotonic() - start:.0f} s")
    return 1 if survivors else 0


def equivalent(mutants, files):
    """The numbers of the mutants that change nothing, of which each has a row."""
    rows = [line.split("\t") for line in EQUIVALENT.read_text(encoding="utf-8").splitlines()
            if line and not line.startswith("#")]
    names, numbers = {pathlib.PurePath(file).name for file in files}, set()
    for row in rows:
        if len(row) != 5 or not row[4]:
            sys.exit(f"{EQUIVALENT.name}: expected file, change, the line before or nothing, code "
                     f"and reason, found {row}")
        file, change, before, code, _ = row
        found = [
            mutant.number for mutant in mutants
            if (pathlib.PurePath(mutant.file).name, mutant.change, mutant.text)
            == (file, change, code) and before in ("", mutant.before)]
        if file in names and len(found) != 1:
            sys.exit(f"{EQUIVALENT.name}: expected one mutant for {row[:4]}, found {len(found)}")
        numbers.update(found)
    return numbers


if __name__ == "__main__":
    sys.exit(main())

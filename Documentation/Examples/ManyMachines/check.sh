#!/bin/sh
# Evaluates captures in three shards on Ray, one of them stopped half-way, and in a single run, and
# compares what both report. Ray comes from PyPI into an environment below .build.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
liveness=${1:?the command liveness}
environment=$root/.build/ray-environment
test -x "$environment/bin/python" || python3 -m venv "$environment"
"$environment/bin/pip" install --quiet ray

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for folder in "$root"/Documentation/Examples/Captures/*/; do
  name=$(basename "$folder")
  case $name in
    live-*) target=$work/set/bona-fide/$name ;;
    *) species=${name#attack-}; target=$work/set/attack/${species%-*}/$name ;;
  esac
  mkdir -p "$(dirname "$target")"
  cp -R "$folder" "$target"
done

"$liveness" evaluate "$work/set" --results "$work/whole.jsonl" --json >"$work/whole.json"
"$liveness" evaluate "$work/set" --shard 2/3 --results "$work/part.jsonl" >"$work/log"
mkdir "$work/parts"
head -c 700 "$work/part.jsonl" >"$work/parts/part-2-of-3.jsonl"
RAY_USAGE_STATS_ENABLED=0 "$environment/bin/python" "$here/evaluate_with_ray.py" "$work/set" \
  --shards 3 --work "$work/parts" --liveness "$liveness" -- --json \
  >"$work/merged.json" 2>>"$work/log" || { tail -n 20 "$work/log" >&2; exit 1; }
cmp "$work/whole.json" "$work/merged.json"
echo 'Three shards on Ray, put together, report what a single run reports.'

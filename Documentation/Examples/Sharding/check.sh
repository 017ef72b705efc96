#!/bin/sh
# Runs the sample captures in shards on Ray and checks that the result is that of a single run.
# Needs Python 3; installs Ray from PyPI into an environment of its own below .build.
set -eu

root=$(cd "$(dirname "$0")/../../.." && pwd)
liveness=${LIVENESS:-$root/.build/release/liveness}
environment=$root/.build/ray-environment
captures=$root/Documentation/Examples/Captures
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

test -d "$environment" || python3 -m venv "$environment"
"$environment/bin/pip" install --quiet 'ray>=2.9'

RAY_USAGE_STATS_ENABLED=0 "$environment/bin/python" \
  "$root/Documentation/Examples/Sharding/evaluate_on_ray.py" --shards 3 --liveness "$liveness" \
  "$captures" "$work/parts" 2>"$work/ray.log" >"$work/merged.json" || {
  tail -n 20 "$work/ray.log" >&2
  exit 1
}
"$liveness" evaluate "$captures" --results "$work/whole.jsonl" --json >"$work/whole.json"
cmp "$work/merged.json" "$work/whole.json"
echo 'Three shards on Ray, put together, give the bytes of a single run.'

#!/bin/sh
# Builds a fuzz target with libFuzzer and the address sanitizer, and runs it.
#
#   Tests/Fuzzing/run.sh --list            names the targets
#   Tests/Fuzzing/run.sh TARGET [SECONDS]  runs one, 60 seconds by default
#
# A target is one file, Tests/Fuzzing/Targets/<target>.swift. Its first lines name the modules that
# are compiled with it and, where there are any, the libraries:
#
#   // modules: LivenessTensors LivenessLayers
#   // libraries: spng
#
# Seeds come from Tests/Fuzzing/make_seeds.py and lie in .build/fuzz/<target>/corpus, beside what
# earlier runs found. A finding is written to .build/fuzz/<target>/crash-… and the run fails.
set -eu
cd "$(dirname "$0")/../.."
targets=Tests/Fuzzing/Targets

if [ "${1:-}" = --list ]; then
  for file in "$targets"/*.swift; do basename "$file" .swift; done
  exit 0
fi

target=${1:?'name a target; --list lists them'}
seconds=${2:-60}
source=$targets/$target.swift
[ -f "$source" ] || { echo "there is no target $target" >&2; exit 64; }

folder=.build/fuzz/$target
mkdir -p "$folder/corpus"
python3 Tests/Fuzzing/make_seeds.py "$target" "$folder/corpus"

stated() { sed -n "s|^// $1: ||p" "$source"; }

# Every module is compiled with the fuzzer's counters, in the order of their dependencies.
features='-swift-version 6 -strict-memory-safety -package-name swift_liveness
  -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault
  -enable-upcoming-feature MemberImportVisibility -enable-upcoming-feature InferIsolatedConformances
  -enable-upcoming-feature NonisolatedNonsendingByDefault'
system='-I Sources/CBLAS -I Sources/CSPNG -I Sources/CTurboJPEG'
objects=
for module in $(stated modules); do
  # Paths within the package hold no spaces.
  # shellcheck disable=SC2046,SC2086
  swiftc -O -wmo -sanitize=fuzzer,address -parse-as-library $features $system -I "$folder" \
    -module-name "$module" -emit-module -emit-module-path "$folder/$module.swiftmodule" \
    -c $(find "Sources/$module" -name '*.swift' | sort) -o "$folder/$module.o"
  objects="$objects $folder/$module.o"
done
libraries=
for library in $(stated libraries); do libraries="$libraries -l$library"; done
# shellcheck disable=SC2086
swiftc -O -sanitize=fuzzer,address -parse-as-library $features $system -I "$folder" \
  "$source" $objects $libraries -o "$folder/fuzz"

SWIFT_BACKTRACE=enable=no exec "$folder/fuzz" "$folder/corpus" \
  -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 \
  -artifact_prefix="$folder/"

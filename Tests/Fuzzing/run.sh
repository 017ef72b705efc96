#!/bin/sh
# Builds a fuzz target with libFuzzer and the address sanitizer, and runs it.
#
#   Tests/Fuzzing/run.sh --list            names the targets
#   Tests/Fuzzing/run.sh TARGET [SECONDS]  runs one, 60 seconds by default
#
# A target is one file, Tests/Fuzzing/Targets/<target>.swift. Its first lines name the modules that
# it needs, in the order of their dependencies, and the libraries:
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

# Every module is compiled with the fuzzer's counters, once for all targets.
features='-swift-version 6 -strict-memory-safety -package-name swift_liveness
  -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault
  -enable-upcoming-feature MemberImportVisibility -enable-upcoming-feature InferIsolatedConformances
  -enable-upcoming-feature NonisolatedNonsendingByDefault'
system=
for map in Sources/*/module.modulemap; do system="$system -I ${map%/*}"; done
modules=.build/fuzz/modules
mkdir -p "$modules/CCameraProfiles"

# The one C target that the modules use; its module map is the package manager's to make otherwise.
profiles=$PWD/Sources/CCameraProfiles
printf 'module CCameraProfiles { header "%s" export * }\n' "$profiles/include/CCameraProfiles.h" \
  >"$modules/CCameraProfiles/module.modulemap"
clang -std=c2x -I "$profiles/include" -c "$profiles/CCameraProfiles.c" \
  -o "$modules/CCameraProfiles.o"
system="$system -I $modules/CCameraProfiles"
objects=$modules/CCameraProfiles.o
rebuilt=
for module in $(stated modules); do
  object=$modules/$module.o
  if [ -n "$rebuilt" ] || [ ! -f "$object" ] \
    || [ -n "$(find "Sources/$module" -not -path '*.docc/*' -name '*.swift' -newer "$object")" ]; then
    # Paths within the package hold no spaces.
    # shellcheck disable=SC2046,SC2086
    swiftc -O -wmo -enable-testing -sanitize=fuzzer,address -parse-as-library $features $system \
      -I "$modules" -module-name "$module" \
      -emit-module -emit-module-path "$modules/$module.swiftmodule" \
      -c $(find "Sources/$module" -not -path '*.docc/*' -name '*.swift' | sort) -o "$object"
    rebuilt=yes
  fi
  objects="$objects $object"
done
libraries=
for library in $(stated libraries); do libraries="$libraries -l$library"; done
# shellcheck disable=SC2086
swiftc -O -sanitize=fuzzer,address -use-ld=lld -parse-as-library $features $system -I "$modules" \
  "$source" $objects $libraries -o "$folder/fuzz"

SWIFT_BACKTRACE=enable=no exec "$folder/fuzz" "$folder/corpus" \
  -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 \
  -artifact_prefix="$folder/"

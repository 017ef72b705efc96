#!/bin/sh
# Checks the documentation: every Swift block in the README, the guides and the tutorial is compiled
# in a package of its own and run, every shell block is run, JSON is parsed, and DocC builds the
# pages of all modules without a warning.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
package="$root/Tests/Packaging/Consumer"
scratch="$root/.build/consumer"
blocks="$scratch/blocks"
snippets="$package/Sources/Snippets"
stage="$scratch/stage"
catalogue="$root/Sources/Liveness/Liveness.docc"
modules='LivenessTensors LivenessLayers LivenessSensing LivenessFaces LivenessMedia
  LivenessEvaluation Liveness'

# A folder with what the examples name, as in the root of the repository.
stage() {
  rm -rf "$stage"
  mkdir -p "$stage"
  ln -s "$root/Documentation" "$root/Weights" "$stage/"
}

# What is taken out of the pages is no source of the repository.
trap 'rm -f "$snippets"/*.swift' EXIT
rm -rf "$blocks" "$snippets"/*.swift
mkdir -p "$blocks/tutorial" "$snippets"
for step in "$catalogue"/Resources/*.swift; do
  { echo '```swift' && cat "$step" && echo '```'; } >"$blocks/tutorial/$(basename "$step").md"
done
find "$root/README.md" "$root/Documentation" "$catalogue" "$blocks/tutorial" -name '*.md' |
  LC_ALL=C sort | xargs awk -v out="$blocks" -v root="$root" -f "$(dirname "$0")/blocks.awk"

{
  echo 'protocol Snippet { var place: String { get }; func run() async throws }'
  echo 'let snippets: [any Snippet] = ['
  sed -n 's/^swift \([0-9]*\) .*/  Snippet\1(),/p' "$blocks/index"
  echo ']'
  echo 'for snippet in snippets {'
  echo '  print("\(snippet.place):")'
  echo '  try await snippet.run()'
  echo '}'
} >"$snippets/main.swift"
cp "$blocks"/*.swift "$snippets/"

echo 'Building the examples …'
build() {
  swift build --quiet --configuration release --package-path "$package" \
    --scratch-path "$scratch" "$@"
}
build --product Snippets
build --product liveness
products=$(build --show-bin-path)

stage
(cd "$stage" && "$products/Snippets") >"$blocks/swift.log" 2>&1 || {
  tail -20 "$blocks/swift.log" >&2
  echo 'A Swift example failed; the last one named above.' >&2
  exit 1
}

while read -r language name place; do
  case $language in
  manifest)
    rm -rf "$blocks/manifest" && mkdir "$blocks/manifest"
    cp "$blocks/$name.manifest" "$blocks/manifest/Package.swift"
    swift package --package-path "$blocks/manifest" dump-package >"$blocks/$name.log" 2>&1
    ;;
  json) python3 -m json.tool "$blocks/$name.json" >"$blocks/$name.log" 2>&1 ;;
  sh)
    stage
    (cd "$stage" && PATH="$products:$PATH" sh -eu "$blocks/$name.sh") \
      >"$blocks/$name.log" 2>&1 </dev/null
    ;;
  esac || {
    tail -20 "$blocks/$name.log" >&2
    echo "The $language example failed: $place" >&2
    exit 1
  }
done <"$blocks/index"
cut -d ' ' -f 1 "$blocks/index" | sort | uniq -c | sed 's/^ */Good: /'

echo 'Building the documentation …'
pages="$root/.build/documentation"
rm -rf "$pages"
maps=$(find "$root/Sources" "$products"/CBundledWeights.build "$products"/CCameraProfiles.build \
  -name module.modulemap |
  sed 's/^/-Xcc -fmodule-map-file=/' | tr '\n' ' ')
archives=
triple=$(swift -print-target-info | sed -n 's/.*"unversionedTriple": "\(.*\)".*/\1/p' | head -1)
for module in $modules; do
  mkdir -p "$pages/symbols/$module"
  # shellcheck disable=SC2086
  swift-symbolgraph-extract -module-name "$module" -target "$triple" \
    -I "$products/Modules" $maps -minimum-access-level public -skip-synthesized-members -output-dir "$pages/symbols/$module"
  guide=
  [ "$module" = Liveness ] && guide=$catalogue
  # shellcheck disable=SC2086
  docc convert $guide --additional-symbol-graph-dir "$pages/symbols/$module" \
    --fallback-display-name "$module" --fallback-bundle-identifier "swift-liveness.$module" \
    --enable-experimental-external-link-support $archives --warnings-as-errors \
    --output-path "$pages/$module.doccarchive" >"$pages/$module.log" 2>&1 || {
    cat "$pages/$module.log" >&2
    exit 1
  }
  archives="$archives --dependency $pages/$module.doccarchive"
done
# shellcheck disable=SC2046
docc merge $(for module in $modules; do echo "$pages/$module.doccarchive"; done) \
  --synthesized-landing-page-name swift-liveness --output-path "$pages/site" >/dev/null
echo "The pages are in ${pages#"$root"/}/site; docc preview or any web server shows them."

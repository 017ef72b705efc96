#!/bin/sh
# Checks what a dependent package sees: that the README's example builds and runs in a package of
# its own, that the core modules link BLAS, the Swift runtime and the C library, nothing else, and
# that the library builds without its bundled weights.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
consumer="$root/Tests/Packaging/Consumer"
scratch="$root/.build/consumer"

# The first Swift block of the README is the program.
awk '/^```swift$/ { inside = 1; next } /^```$/ { if (inside) exit } inside' "$root/README.md" \
  >"$consumer/Sources/Consumer/main.swift"
grep -q '^import Liveness$' "$consumer/Sources/Consumer/main.swift" || {
  echo 'README.md has no Swift example that imports Liveness.' >&2
  exit 1
}

swift build --quiet --package-path "$consumer" --scratch-path "$scratch"
products=$(swift build --quiet --package-path "$consumer" --scratch-path "$scratch" --show-bin-path)

echo "The README's example, in a package of its own, says:"
(cd "$root" && "$products/Consumer")

needed=$(LC_ALL=C readelf --dynamic "$products/libLinkageProbe.so" |
  sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort)
foreign=$(printf '%s\n' "$needed" | grep -Ev \
  '^(libblas\.so\.3|libswift[A-Z_][A-Za-z_]*\.so|libc\.so\.6|libm\.so\.6|libgcc_s\.so\.1|libstdc\+\+\.so\.6|ld-linux-.*)$' ||
  true)
foundation=$(printf '%s\n' "$needed" | grep -E 'Foundation|[Dd]ispatch' || true)
if [ -n "$foreign$foundation" ]; then
  echo "The core modules link what they should not: $foreign $foundation" >&2
  exit 1
fi
printf '%s\n' "$needed" | grep -q '^libblas\.so\.3$' || {
  echo 'The core modules do not link BLAS; the check looks at the wrong file.' >&2
  exit 1
}
echo "The core modules need: $(echo $needed)"

# A program that brings its own models leaves the default ones out.
swift build --quiet --package-path "$root" --scratch-path "$root/.build/without-weights" \
  --target Liveness --disable-default-traits
echo 'The library builds without its bundled weights.'

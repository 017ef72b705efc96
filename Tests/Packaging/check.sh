#!/bin/sh
# Checks what a dependent package sees: that the core modules link BLAS, the Swift runtime and the
# C library, nothing else, and that the library builds without its bundled weights.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
consumer="$root/Tests/Packaging/Consumer"
scratch="$root/.build/consumer"

build() {
  swift build --quiet --configuration release --package-path "$consumer" \
    --scratch-path "$scratch" "$@"
}
build --product LinkageProbe
products=$(build --show-bin-path)

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

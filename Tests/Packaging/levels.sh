#!/bin/sh
# Checks that one shared library for each processor level can be shipped: builds a dynamic library
# that holds Liveness twice, puts the one for x86-64-v3 into glibc-hwcaps/x86-64-v3 beside the
# portable one, and sees which of them the dynamic linker takes.
set -eu

[ "$(uname -m)" = x86_64 ] || { echo 'Only x86-64 has such levels.'; exit 0; }
root=$(cd "$(dirname "$0")/../.." && pwd)
consumer="$root/Tests/Packaging/Consumer"
stage="$root/.build/levels/stage"
level=x86-64-v3
library=libLinkageProbe.so

build() {
  scratch="$root/.build/levels/$1"
  shift
  swift build --quiet --configuration release --package-path "$consumer" \
    --scratch-path "$scratch" --product LinkageProbe "$@" >&2
  swift build --quiet --configuration release --package-path "$consumer" \
    --scratch-path "$scratch" --show-bin-path
}

portable=$(build default)
native=$(build "$level" -Xswiftc -Xcc -Xswiftc "-march=$level")
rm -rf "$stage"
mkdir -p "$stage/glibc-hwcaps/$level"
cp "$portable/$library" "$stage/"
cp "$native/$library" "$stage/glibc-hwcaps/$level/"

# A program that is linked with the portable one and finds its libraries beside itself.
program="$stage/program"
echo 'int main(void) { return 0; }' | clang -x c - -o "$program" -L "$stage" \
  -Wl,--no-as-needed -lLinkageProbe -Wl,-rpath,'$ORIGIN' -Wl,--allow-shlib-undefined

taken=$(LD_DEBUG=libs "$program" 2>&1 | sed -n "s|.*calling init: \(.*$library\)\$|\1|p")
echo "Taken: ${taken#"$stage"/}"
expected=$stage/$library
if grep -qw avx2 /proc/cpuinfo && grep -qw fma /proc/cpuinfo; then
  expected=$stage/glibc-hwcaps/$level/$library
fi
[ "$taken" = "$expected" ] || { echo "Expected: ${expected#"$stage"/}" >&2; exit 1; }

# A machine of a lower level takes the portable one.
masked=$(LD_DEBUG=libs /lib64/ld-linux-x86-64.so.2 --glibc-hwcaps-mask x86-64-v2 "$program" 2>&1 |
  sed -n "s|.*calling init: \(.*$library\)\$|\1|p")
echo "Taken below $level: ${masked#"$stage"/}"
[ "$masked" = "$stage/$library" ] || exit 1

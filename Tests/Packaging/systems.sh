#!/bin/sh
# Every test that a row of Documentation/Systems.md names must stand in the sources, unless the row is
# open; and every row of the system must be there once.
set -eu
cd "$(dirname "$0")/../.."
page=Documentation/Systems.md
failed=0
for number in $(seq -f 1.%02g 1 54) $(seq -f 3.%02g 1 11) $(seq -f 5.%02g 8 13) 5.22 5.23; do
  count=$(grep -cF "| $number |" $page || true)
  if [ "$count" != 1 ]; then
    echo "$page: expected one row $number, found $count" >&2
    failed=1
  fi
done
names=$(mktemp)
trap 'rm -f "$names"' EXIT
grep -E '^\| [0-9]+\.[0-9]+ \|' $page | grep -vE '\| open \|$' | grep -oE '`Rows? [^`]+`' | sort -u > "$names"
while IFS= read -r name; do
  if ! grep -rqF --include='*.swift' "func $name" Tests &&
    ! grep -rqF --include='*.swift' "$name()" Tests; then
    echo "$page: expected a test named $name in Tests, found none" >&2
    failed=1
  fi
done < "$names"
without=$(grep -E '^\| [0-9]+\.[0-9]+ \|' $page | grep -E '\| (yes|partly) \|$' | grep -vcE '`Rows? ' || true)
if [ "$without" != 0 ]; then
  echo "$page: expected a test in each row that is not open, found $without rows without" >&2
  failed=1
fi
[ "$failed" = 0 ] && echo "systems: $(wc -l < "$names") tests, all there"
exit "$failed"

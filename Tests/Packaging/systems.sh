#!/bin/sh
# Every test that a row of Documentation/Systems.md names must stand in the sources, unless the row is
# open; and every row of the system must be there once.
set -eu
cd "$(dirname "$0")/../.."
page=Documentation/Systems.md
failed=0
for number in $(seq -w 1 54); do
  count=$(grep -c "^| 1\.$number |" $page || true)
  if [ "$count" != 1 ]; then
    echo "$page: expected one row 1.$number, found $count" >&2
    failed=1
  fi
done
names=$(mktemp)
trap 'rm -f "$names"' EXIT
grep -E '^\| [0-9]+\.[0-9]+ \|' $page | grep -vE '\| open \|$' | grep -oE '`Row [^`]+`' | sort -u > "$names"
while IFS= read -r name; do
  if ! grep -rqF --include='*.swift' "func $name" Tests &&
    ! grep -rqF --include='*.swift' "$name()" Tests; then
    echo "$page: expected a test named $name in Tests, found none" >&2
    failed=1
  fi
done < "$names"
without=$(grep -E '^\| [0-9]+\.[0-9]+ \|' $page | grep -E '\| (yes|partly) \|$' | grep -vc '`Row ' || true)
if [ "$without" != 0 ]; then
  echo "$page: expected a test in each row that is not open, found $without rows without" >&2
  failed=1
fi
[ "$failed" = 0 ] && echo "systems: $(wc -l < "$names") tests, all there"
exit "$failed"

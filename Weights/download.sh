#!/bin/sh
# Fetches third-party networks from where their authors publish them: download.sh FOLDER [FILE …]
#
# Every file is checked against the SHA-256 in sources.txt before it gets its name; a transfer that
# broke off is resumed. LIVENESS_MODELS_URL=BASE takes BASE/FILE instead of the authors' addresses,
# LIVENESS_MODELS_LIST another list.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
list=${LIVENESS_MODELS_LIST:-$here/sources.txt}

fail() {
  echo "download.sh: $*" >&2
  exit 1
}

sha256_of() {
  sha256sum "$1" | cut -d ' ' -f 1
}

# Why curl gave up, by its exit status.
reason() {
  case $1 in
    6 | 7 | 28 | 35) echo "no connection; is there a network?" ;;
    18 | 56) echo "the transfer broke off; run this again to resume it" ;;
    22) echo "the server does not have it" ;;
    23) echo "it cannot be written; is the disk full?" ;;
    63) echo "it is larger than expected" ;;
    *) echo "curl ended with status $1" ;;
  esac
}

# fetch SHA256 BYTES FILE URL
fetch() {
  target=$folder/$3
  part=$target.part
  if [ -f "$target" ]; then
    found=$(sha256_of "$target")
    [ "$found" = "$1" ] || fail "$target: expected the SHA-256 $1, found $found; move it away first"
    echo "$3: there already"
    return
  fi
  if [ -f "$part" ] && [ "$(wc -c <"$part")" -ge "$2" ]; then rm "$part"; fi
  status=0
  curl --silent --show-error --fail --location --connect-timeout 20 --speed-time 60 \
    --max-filesize "$2" --continue-at - --output "$part" "$4" || status=$?
  # A server that cannot resume: from the start again.
  if [ $status -eq 33 ] || [ $status -eq 36 ]; then
    status=0
    rm -f "$part"
    curl --silent --show-error --fail --location --connect-timeout 20 --speed-time 60 \
      --max-filesize "$2" --output "$part" "$4" || status=$?
  fi
  [ $status -eq 0 ] || fail "$3 from $4: $(reason $status)"
  found=$(sha256_of "$part")
  if [ "$found" != "$1" ]; then
    size=$(wc -c <"$part")
    rm "$part"
    fail "$3 from $4: expected $2 bytes with the SHA-256 $1, found $size with $found"
  fi
  mv "$part" "$target"
  echo "$3: $2 bytes"
}

[ $# -ge 1 ] || fail "expected a folder: download.sh FOLDER [FILE …]"
command -v curl >/dev/null || fail "curl is needed: sudo apt-get install curl"
folder=$1
shift
mkdir -p "$folder" 2>/dev/null && [ -w "$folder" ] || fail "$folder: cannot be written"

for file in "$@"; do
  grep -q "^[0-9a-f]* [0-9]* $file " "$list" || fail "$file: not in $list"
done
while read -r sha256 bytes file url; do
  case $sha256 in '' | '#'*) continue ;; esac
  case " $* " in '  ' | *" $file "*) ;; *) continue ;; esac
  if [ -n "${LIVENESS_MODELS_URL:-}" ]; then url=$LIVENESS_MODELS_URL/$file; fi
  fetch "$sha256" "$bytes" "$file" "$url"
done <"$list"

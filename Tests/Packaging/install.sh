#!/bin/sh
# Installs the Debian packages named as arguments that are missing. Says what it does, and is
# silent when there is nothing to do.
set -eu

command -v swift >/dev/null || {
  echo 'No Swift toolchain was found. Install Swift 6.2 or later from https://www.swift.org/install/linux/' >&2
  exit 1
}
command -v dpkg-query >/dev/null || {
  echo "This is no Debian or Ubuntu. Install what your system calls: $*" >&2
  exit 0
}

missing=''
for package in "$@"; do
  status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
  as_root=''
elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
  as_root='sudo'
else
  echo "These packages are missing and cannot be installed without root:$missing" >&2
  echo "Run: apt-get install$missing" >&2
  exit 1
fi

echo "Installing with apt-get:$missing"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086
{ $as_root apt-get update && $as_root apt-get install --yes --no-install-recommends $missing; } \
  >"$log" 2>&1 || {
  tail -n 20 "$log" >&2
  echo "Could not install:$missing" >&2
  exit 1
}

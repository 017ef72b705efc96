#!/bin/sh
# Judges the sample captures, writes the report, and fails when a sample with a known outcome is
# judged wrongly. Usage: demo.sh LIVENESS CAPTURES REPORT
set -eu

liveness=$1
captures=$2
report=$3

status=0
"$liveness" detect "$captures" --report "$report" || status=$?
# 1 and 2 say that spoofs or undetermined captures were found, which is what the samples are for.
[ "$status" -le 2 ] || exit "$status"
echo "Report: $report"

# A live sample must be live and a print a spoof. A screen may also be refused, since a depth camera
# often sees nothing of it. Masks are shown, and not counted.
"$liveness" detect "$captures" --json 2>/dev/null | awk '
  function value(key) {
    return match($0, "\"" key "\":\"[^\"]*\"") \
      ? substr($0, RSTART + length(key) + 4, RLENGTH - length(key) - 5) : ""
  }
  {
    capture = value("capture"); decision = value("decision")
    sub(".*/", "", capture)
    if (capture ~ /^live-/) { counted++; right = decision == "live" }
    else if (capture ~ /^attack-print-/) { counted++; right = decision == "spoof" }
    else if (capture ~ /^attack-screen-/) {
      counted++; right = decision == "spoof" || decision == "undetermined"
    } else { if (capture ~ /^attack-mask-/) masks++; next }
    if (!right) { wrong++; print "Judged wrongly: " capture " as " decision }
  }
  END {
    printf "%d of %d live, print and screen samples judged rightly; %d masks shown, not counted.\n",
      counted - wrong, counted, masks
    exit wrong > 0 || counted == 0
  }'

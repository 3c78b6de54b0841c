#!/usr/bin/env bash
# Copies the rows that the README shows from benchmarks/results.md, so that it has no number that was not measured. Run it after the benchmarks.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

table() { # header pattern, row pattern…: the header, its rule, and the rows
  local header=$1
  shift
  grep -m 1 -A 1 -F "$header" benchmarks/results.md
  for row in "$@"; do grep -m 1 -F "$row" benchmarks/results.md; done
}

numbers=$(
  table '| workflow | generated | by hand |' '| chain of 10, `int`' '| chain of 10, each suspends' '| diamond, `ValueTask`' '| fan-out of 10; by hand: `Task.WhenAll`'
  echo
  table '| store | runs at once |' '| SQLite | 1 |' '| SQLite | 256 |'
)
awk -v numbers="$numbers" '
  /<!-- numbers -->/ { print; print ""; print numbers; print ""; skip = 1; next }
  /<!-- end of numbers -->/ { skip = 0 }
  !skip { print }' README.md > README.md.new
mv README.md.new README.md

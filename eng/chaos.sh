#!/usr/bin/env bash
# Breaks everything on purpose for some minutes, on each store, and closes the books: four worker processes that are killed, frozen beyond their leases and given wrong clocks,
# a PostgreSQL server that crashes, connections that are cut, answers to COMMIT that are lost. 20,000 runs of mixed workflows per store.
#
#   eng/chaos.sh [minutes] [--store sqlite|postgres|all] [further options of tests/WorkflowGen.Chaos, as --seed N]
#
# Exit code: 0 when everything adds up.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
minutes=1 store=all
if [ $# -gt 0 ] && [[ $1 =~ ^[0-9]+$ ]]; then minutes=$1; shift; fi
rest=()
while [ $# -gt 0 ]; do
  case $1 in
    --store) store=$2; shift 2 ;;
    *) rest+=("$1"); shift ;;
  esac
done
dotnet build tests/WorkflowGen.Chaos -c Release -v q --nologo
failed=0
for each in $([ "$store" = all ] && echo sqlite postgres || echo "$store"); do
  dotnet exec tests/WorkflowGen.Chaos/bin/Release/net10.0/WorkflowGen.Chaos.dll run --store "$each" --seconds $((minutes * 60)) "${rest[@]}" || failed=1
done
exit $failed

#!/usr/bin/env bash
# Restores, builds with warnings as errors, checks formatting and runs every test project. Needs the .NET SDK and nothing else.
# The last line is always "N passed, N failed, N skipped"; a step that breaks or a test process that dies counts as one failure.
# Exit code: 0 when at least one test passed and nothing failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
exec </dev/null
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1 MSBUILDTERMINALLOGGER=off

configuration=Release
per_project_limit=600 # seconds; a project that hangs is stopped and counted as failed
results=artifacts/test-results
passed=0 failed=0 skipped=0

summary() {
  [ -z "${postgres:-}" ] || eng/postgres.sh stop "$postgres"
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
  exit $?
}
trap summary EXIT
trap 'failed=$((failed + 1)); exit 1' INT TERM

step() { # title, command…: shows the command's output only when it fails
  local title=$1 log="$results/$1.log" started=$SECONDS
  shift
  if "$@" >"$log" 2>&1; then
    printf '%-42s ok      %3ds\n' "$title" $((SECONDS - started))
  else
    printf '%-42s FAILED  %3ds\n' "$title" $((SECONDS - started))
    tail -n 60 "$log"
    failed=$((failed + 1))
    return 1
  fi
}

count() { # trx, attribute
  sed -n 's/.*<Counters[^>]* '"$2"'="\([0-9]*\)".*/\1/p' "$1" | head -n 1
}

run_tests() { # project folder
  local name log trx started=$SECONDS code total p f
  name=$(basename "$1")
  log="$results/$name.log" trx="$results/$name.trx"
  timeout --kill-after=10 "$per_project_limit" \
    dotnet exec "$1/bin/$configuration/net10.0/$name.dll" -noLogo -noColor -trx "$trx" >"$log" 2>&1
  code=$?
  if [ -s "$trx" ]; then
    total=$(count "$trx" total) p=$(count "$trx" passed) f=$(count "$trx" failed)
  else
    total=0 p=0 f=0
  fi
  total=${total:-0} p=${p:-0} f=${f:-0}
  # 8 is the runner's answer to "no tests"; that the whole run must not be empty is checked at the end.
  if [ "$code" -ne 0 ] && [ "$code" -ne 8 ] && [ "$f" -eq 0 ]; then
    f=1 total=$((total + 1))
    printf '%s ended with exit code %d without reporting a failed test.\n' "$name" "$code"
  fi
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + total - p - f))
  printf '%-42s %5d passed, %d failed, %d skipped  %3ds\n' "$name" "$p" "$f" $((total - p - f)) $((SECONDS - started))
  [ "$f" -eq 0 ] || tail -n 120 "$log"
}

rm -rf "$results"
mkdir -p "$results"

step restore dotnet restore WorkflowGen.sln || exit 1
step build dotnet build WorkflowGen.sln -c "$configuration" --no-restore -p:UseSharedCompilation=true || exit 1
grep -h '^ *SKIPPED' "$results/build.log" | sort -u
# The formatter loads the projects as they were built: in another configuration it would miss the generator.
step format env Configuration="$configuration" dotnet format WorkflowGen.sln --verify-no-changes --no-restore

# One server for all test projects. Where it cannot be had, its tests are skipped aloud, and fail in CI.
if [ -z "${WORKFLOWGEN_POSTGRES:-}" ]; then
  postgres=${TMPDIR:-/tmp}/workflowgen-postgres-test-$$
  if dsn=$(eng/postgres.sh start "$postgres" --owner $$); then export WORKFLOWGEN_POSTGRES=$dsn; else postgres=; fi
fi

for project in tests/*/*.csproj; do
  grep -q 'eng/Tests.props' "$project" || continue
  # A project whose package cannot be had is built empty, as a library; the build said so, and a test elsewhere is skipped for it.
  [ -f "$(dirname "$project")/bin/$configuration/net10.0/$(basename "$(dirname "$project")").runtimeconfig.json" ] && run_tests "$(dirname "$project")"
done

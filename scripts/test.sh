#!/bin/sh
# All tests that this machine can run, and a word on those it left out. Arguments go to pytest.
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh
NO_TESTS=5 # pytest's exit status when it found none

PYTHONWARNINGS=ignore "$VENV/bin/hairline" build
status=0
"$VENV/bin/python" -m pytest -rs "$@" || status=$?
[ "$status" -ne "$NO_TESTS" ] || fail "pytest found no tests."
say ""
say "Left out:"
say "  - the benchmarks (tests/benchmarks, and tests marked 'benchmark'): they take long and want a quiet machine; make bench"
say "  - tests listed above as SKIPPED, each with what this machine lacks"
exit "$status"

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
command -v "${CHROMIUM:-chromium}" >/dev/null 2>&1 || say "  - the tests of the website's chat (tests/browser): there is no Chromium here.
    Install it with \"apt-get install chromium\", or set CHROMIUM to the path of one"
command -v npx >/dev/null 2>&1 || say "  - the types of the website's chat: there is no npx here; install it with \"apt-get install nodejs npm\""
say "  - tests listed above as SKIPPED, each with what this machine lacks"
exit "$status"

#!/bin/sh
# find-python.sh UV: print the path of a CPython 3.10 that runs; let uv install one when there is none.
set -eu
. scripts/common.sh
uv=$1

# Prints the interpreter itself, not the shim or the environment that leads to it; nothing when it will not do.
usable() {
    "$1" - 2>/dev/null <<'PYTHON'
import sys
import bz2, ctypes, lzma, sqlite3, ssl, zlib  # a Python that was compiled without one of them cannot run Rasa

if sys.implementation.name == "cpython" and sys.version_info[:2] == (3, 10) and sys.maxsize > 2**32:
    print(getattr(sys, "_base_executable", sys.executable))
PYTHON
}

candidates() {
    on_path python3.10
    for folder in "${PYENV_ROOT:-${HOME:-/nonexistent}/.pyenv}"/versions/3.10*; do
        printf '%s\n' "$folder/bin/python3.10"
    done
    "$uv" python find 3.10 2>/dev/null || true
}

if [ -n "${UV_PYTHON:-}" ]; then
    found=$(usable "$("$uv" python find "$UV_PYTHON" 2>/dev/null)") || true
    [ -n "$found" ] || fail "UV_PYTHON=$UV_PYTHON is no working CPython 3.10; unset it, or name one."
    printf '%s\n' "$found"
    exit 0
fi

found=$(candidates | {
    path=
    while IFS= read -r python; do
        [ -z "$path" ] || continue # reading on, so that the other end is not cut off
        path=$(usable "$python") || path=
    done
    printf '%s\n' "$path"
})
if [ -z "$found" ]; then
    say "      there is no Python 3.10; asking uv to install one (30 MB)"
    "$uv" python install 3.10 >.tools/python.log 2>&1 || true
    found=$(usable "$("$uv" python find 3.10 2>/dev/null || echo false)") || true
fi
[ -n "$found" ] || fail "there is no Python 3.10, and uv could not install one (.tools/python.log says why); install it" \
    "(with pyenv: pyenv install 3.10; or your system's python3.10 package) and run the same again."
printf '%s\n' "$found"

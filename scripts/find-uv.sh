#!/bin/sh
# Print the path of a uv that runs; install one under .tools/ when there is none. Nothing outside the project changes.
set -eu
. scripts/common.sh

WANTED=uv==0.13.9     # what is installed when there is none
OLDEST_MINOR=9        # uv 0.9 is the oldest that was tried; pyproject.toml says the same
INSTALLED=.tools/uv/bin/uv

runs() {
    version=$("$1" --version 2>/dev/null) || return 1
    version=${version#uv }
    major=${version%%.*}
    rest=${version#*.}
    [ "$major" -gt 0 ] 2>/dev/null || [ "${rest%%.*}" -ge "$OLDEST_MINOR" ] 2>/dev/null
}

# Prints the first Python that can install uv: 3.8 or newer, and it really starts.
any_python() {
    on_path python3 python3.14 python3.13 python3.12 python3.11 python3.10 python3.9 python3.8 python | {
        found=
        while IFS= read -r python; do
            [ -z "$found" ] || continue # reading on, so that the other end is not cut off
            if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null </dev/null; then found=$python; fi
        done
        printf '%s\n' "$found"
    }
}

why() { grep -v '^ *$' .tools/pip.log | grep -i error | tail -n 1; }

install() {
    python=$(any_python)
    [ -n "$python" ] || fail "there is neither uv nor a Python 3.8 or newer here; install python3 and python3-venv" \
        "(Debian, Ubuntu: apt-get install python3 python3-venv), or uv, and run the same again."
    say "      there is no uv of version 0.$OLDEST_MINOR or newer; installing $WANTED in .tools/ (25 MB)"
    rm -rf .tools/uv
    if "$python" -c 'import venv, ensurepip' 2>/dev/null && "$python" -m venv .tools/uv 2>.tools/pip.log; then
        .tools/uv/bin/python -m pip install --quiet "$WANTED" >.tools/pip.log 2>&1 ||
            fail "pip could not install uv ($(why)); check the network and pip's settings, or install uv yourself."
    elif "$python" -m pip --version >/dev/null 2>&1; then
        rm -rf .tools/uv
        "$python" -m pip install --quiet --target .tools/uv "$WANTED" >.tools/pip.log 2>&1 ||
            fail "pip could not install uv ($(why)); check the network and pip's settings, or install uv yourself."
    else
        rm -rf .tools/uv
        fail "$python can make no environments (it lacks venv, ensurepip and pip); install python3-venv" \
            "(Debian, Ubuntu: apt-get install python3-venv), or uv, and run the same again."
    fi
}

IFS='
' # one path a line: folders may have spaces in their names
for uv in $(on_path uv) "${HOME:-/nonexistent}/.local/bin/uv" "${HOME:-/nonexistent}/.cargo/bin/uv" "$INSTALLED"; do
    if [ -x "$uv" ] && runs "$uv"; then
        printf '%s\n' "$uv"
        exit 0
    fi
done
install
runs "$INSTALLED" || fail "the uv that pip installed in .tools/ does not run here; install uv yourself and run the same again."
printf '%s\n' "$INSTALLED"

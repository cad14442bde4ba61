# shellcheck shell=sh
# Shared by the scripts beside it, which are started in the project's folder.

VENV=${UV_PROJECT_ENVIRONMENT:-.venv}
STAMP=$VENV/.hairline-stamp        # what the environment was made from; written last
UNFINISHED=.tools/set-up-unfinished # there while packages are being installed
export VENV
unset VIRTUAL_ENV # another environment may be active; uv would only warn of it

# Progress, for a person. Results go to standard output, progress never does.
say() { printf '%s\n' "$*" >&2; }

# The one sentence that says what is wrong and what mends it.
fail() {
    IFS=' '
    printf 'hairline: %s\n' "$*" >&2
    exit 1
}

# Every program of these names on the PATH, in order, one a line; each may still be a shim that does not run.
on_path() {
    for name in "$@"; do
        printf '%s\n' "$PATH" | tr ':' '\n' | while IFS= read -r folder; do
            program=${folder:-.}/$name
            if [ -f "$program" ] && [ -x "$program" ]; then printf '%s\n' "$program"; fi
        done
    done
}

# Everything that the environment depends on. The folder counts, because programs in it hold absolute paths.
made_from() {
    pwd
    cat pyproject.toml uv.lock .python-version
}

# Whether the environment is there, runs, and was made from what is there now.
is_current() {
    [ -f "$STAMP" ] && [ ! -e "$UNFINISHED" ] && [ -x "$VENV/bin/hairline" ] &&
        made_from | cmp -s - "$STAMP" && "$VENV/bin/python" -c '' 2>/dev/null
}

#!/bin/sh
# Bring the environment in line with pyproject.toml and uv.lock. Does nothing, quickly, when it is.
# setup.sh [--quiet]: with --quiet, says nothing when there is nothing to do.
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh

DOWNLOAD="about 4 GB" # on Linux x86-64, where PyTorch comes with its CUDA libraries
FULL_MB=8000          # disk space that all packages take
LITTLE_MB=500         # and what is kept free besides

# Megabytes free where $1 is, or will be.
free_mb() { df -Pk "$(nearest "$1")" | awk 'NR == 2 { print int($4 / 1024) }'; }
disk_of() { df -Pk "$(nearest "$1")" | awk 'NR == 2 { print $NF }'; }
nearest() {
    path=$1
    while [ ! -d "$path" ]; do path=$(dirname "$path"); done
    printf '%s\n' "$path"
}

need() { # need MEGABYTES FOLDER WHAT HOW
    [ "$(free_mb "$2")" -ge "$1" ] ||
        fail "$3 needs $1 MB on the disk of $2, and $(free_mb "$2") MB are free; free some space, or $4."
}

# What uv would do, and how many packages it would download for it. Arguments go to uv.
plan() { "$uv" sync --frozen --dry-run --python "$python" "$@" 2>&1; }
downloads() { plan "$@" | awk '/^Would download/ { n = $3 } END { print n + 0 }'; }

check_space() {
    cache=$("$uv" cache dir)
    in_cache=0 in_venv=$LITTLE_MB
    if [ "$much_to_download" = yes ]; then in_cache=$FULL_MB; fi
    if [ "$much_to_install" = yes ] && [ "$(disk_of "$cache")" != "$(disk_of "$VENV")" ]; then in_venv=$FULL_MB; fi
    if [ "$in_cache" -gt 0 ] && [ -d "$cache" ] && [ "$broken_off" = yes ]; then
        have=$(du -sk "$cache" | awk '{ print int($1 / 1024) }') # what the first try has downloaded counts
        in_cache=$((have < FULL_MB - LITTLE_MB ? FULL_MB - have : LITTLE_MB))
    fi
    need "$in_cache" "$cache" "the download" "set UV_CACHE_DIR to a folder on another disk"
    need "$in_venv" "$VENV" "the environment" "set UV_PROJECT_ENVIRONMENT to a folder on another disk"
}

finish() { # finish MODE: there was nothing to do
    [ "$1" = --quiet ] || say "The environment is up to date."
    exit 0
}

mode=${1:-}
if is_current; then finish "$mode"; fi

[ "$(uname -s)" = Linux ] || fail "the locked packages are for Linux, and this is $(uname -s); use a Linux machine or container."
case $(uname -m) in
x86_64 | aarch64) ;;
*) fail "the locked packages are for x86_64 and aarch64, and this is $(uname -m); use such a machine." ;;
esac
{ mkdir -p .tools && [ -w .tools ]; } 2>/dev/null || fail "cannot write in $(pwd); make the folder writable for $(id -un)."

if command -v flock >/dev/null 2>&1; then # one set-up at a time; the system lets go of the lock if it dies
    exec 9>.tools/lock
    flock -n 9 || { say "Another set-up is at work in this folder; waiting for it."; flock 9; }
    if is_current; then finish "$mode"; fi
fi
trap 'say ""; say "Set-up was interrupted; the same command goes on from here."; exit 130' INT TERM HUP

say "Setting up Hairline in $(pwd)"
say "[1/5] uv, which installs the rest"
uv=$(sh scripts/find-uv.sh)
say "      $uv ($("$uv" --version))"
say "[2/5] Python 3.10"
python=$(sh scripts/find-python.sh "$uv")
say "      $python"

broken_off=no
if [ -e "$UNFINISHED" ]; then broken_off=yes; fi
moved=no
if [ -f "$STAMP" ] && [ "$(head -n 1 "$STAMP")" != "$(pwd)" ]; then moved=yes; fi
if [ -f "$VENV/pyvenv.cfg" ] && [ "$broken_off$moved" != nono ]; then
    say "      making $VENV anew, since the last set-up was broken off or the folder was moved (downloads are kept)"
    rm -rf "$VENV"
fi

say "[3/5] Disk space"
planned=$(plan) || { say "$planned"; fail "uv cannot work out what to install (see above)."; }
much_to_install=no much_to_download=no
case $planned in *"+ torch=="*) much_to_install=yes ;; esac
# uv names no sizes: is one of the two largest packages among those to download?
if [ "$(downloads)" -gt "$(downloads --no-install-package torch --no-install-package tensorflow)" ]; then much_to_download=yes; fi
check_space
say "      enough"

say "[4/5] Packages"
if [ "$much_to_download" = yes ]; then
    say "      the first time $DOWNLOAD are downloaded, and $((FULL_MB / 1000)) GB of disk taken: a minute to an hour"
elif [ "$much_to_install" = yes ]; then
    say "      they are in uv's cache already: about ten seconds"
fi
touch "$UNFINISHED"
install() { "$uv" sync --frozen --python "$python" 2>&1 && rm -f "$UNFINISHED"; }
if [ -t 2 ]; then
    install >&2 || true # in a terminal uv draws its progress
else
    install | awk '!/^ [+~-] / { print "      " $0; fflush() }' >&2 # in a log, the list of 228 packages tells nobody anything
fi
[ ! -e "$UNFINISHED" ] ||
    fail "the packages could not be installed; uv says above why. What was downloaded is kept: mend it and run the same again."

say "[5/5] A first start"
"$VENV/bin/hairline" --help >/dev/null || fail "the hairline command does not start (see above); remove $VENV and run the same again."
made_from >"$STAMP"
say "The environment is ready."

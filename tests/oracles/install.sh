#!/usr/bin/env bash
# Installs the linters that judge our templates, at their pinned versions and
# hashes, into `oracles/` below cargo's target folder. Does nothing when they are
# already there.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
requirements=tests/oracles/requirements.txt
target="${CARGO_TARGET_DIR:-target}"
venv="$target/oracles"
stamp="$venv/installed.txt"
python="${PYTHON:-python3}"

# Cargo tags the target folder only when it makes it, and our tests find the folder
# by its tag.
mkdir -p "$target"
if [[ ! -e "$target/CACHEDIR.TAG" ]]; then
    echo 'Signature: 8a477f597d28d172789f06886806bc55' >"$target/CACHEDIR.TAG"
fi

# The stamp is a copy of the requirements, and its hashes with them. A venv whose
# own python has gone (an upgrade of the system) is not current.
if cmp -s "$requirements" "$stamp" && "$venv/bin/python" -c '' 2>/dev/null; then
    echo "oracles: current in $venv"
    exit 0
fi

missing() {
    echo "oracles: $1" >&2
    exit 1
}

"$python" -c '' 2>/dev/null ||
    missing "\`$python\` does not run; install Python 3.11 or newer, or name one with PYTHON=…"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    missing "\`$python\` is older than Python 3.11; name a newer one with PYTHON=…"
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
    missing "\`$python\` comes without venv; on Debian and Ubuntu: apt install python3-venv"

echo "oracles: installing into $venv"
rm -rf "$venv"
"$python" -m venv "$venv"
# Wheels only: nothing of a package runs while it is installed.
"$venv/bin/python" -m pip install --quiet --no-input --disable-pip-version-check \
    --only-binary :all: --require-hashes --requirement "$requirements" ||
    missing "pip could not install $requirements (is the package index reachable? on Linux it takes glibc 2.34 or newer)"
# Last, so that an install that was cut short is made again.
cp "$requirements" "$stamp"

#!/usr/bin/env bash
# Installs what judges our templates and what deploys them, at pinned versions and
# hashes, into `oracles/` below cargo's target folder. Does nothing when it is already
# there. The browser that opens the report is the system's: where there is none, Debian's
# Chromium is installed, which takes root or sudo.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
pinned="$PWD/tests/oracles"
target="${CARGO_TARGET_DIR:-target}"
oracles="$target/oracles"
python="${PYTHON:-python3}"

missing() {
    echo "oracles: $1" >&2
    exit 1
}

# current PINNED STAMP: a stamp is a copy of what was installed, its hashes with it.
current() {
    cmp -s "$pinned/$1" "$oracles/$2"
}

python_tools() {
    # A venv whose own python has gone (an upgrade of the system) is not current.
    if current requirements.txt installed.txt && "$oracles/bin/python" -c '' 2>/dev/null; then
        return
    fi
    "$python" -c '' 2>/dev/null ||
        missing "\`$python\` does not run; install Python 3.11 or newer, or name one with PYTHON=…"
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        missing "\`$python\` is older than Python 3.11; name a newer one with PYTHON=…"
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        missing "\`$python\` comes without venv; on Debian and Ubuntu: apt install python3-venv"

    echo "oracles: installing the Python ones into $oracles"
    rm -rf "$oracles"
    "$python" -m venv "$oracles"
    # Wheels only: nothing of a package runs while it is installed.
    "$oracles/bin/python" -m pip install --quiet --no-input --disable-pip-version-check \
        --only-binary :all: --require-hashes --requirement "$pinned/requirements.txt" ||
        missing "pip could not install tests/oracles/requirements.txt (is the package index reachable? on Linux it takes glibc 2.34 or newer)"
    # Last, so that an install that was cut short is made again.
    cp "$pinned/requirements.txt" "$oracles/installed.txt"
}

node_tools() {
    if current package-lock.json installed-lock.json; then
        return
    fi
    node -e '' 2>/dev/null ||
        missing "no \`node\`; install Node.js 20 or newer from https://nodejs.org"
    node -e 'process.exit(Number(process.versions.node.split(".")[0] < 20))' ||
        missing "\`node\` is older than Node.js 20; install a newer one from https://nodejs.org"
    command -v npm >/dev/null ||
        missing "no \`npm\`; it comes with Node.js, on Debian and Ubuntu: apt install npm"

    echo "oracles: installing the Node.js ones into $oracles"
    cp "$pinned/package.json" "$pinned/package-lock.json" "$oracles"
    (cd "$oracles" && npm ci --ignore-scripts --no-audit --no-fund --silent) ||
        missing "npm could not install tests/oracles/package-lock.json (is the registry reachable?)"
    cp "$pinned/package-lock.json" "$oracles/installed-lock.json"
}

browser() {
    if [[ -n "${CHROMIUM:-}" ]]; then
        [[ -x "$CHROMIUM" ]] || missing "CHROMIUM names \`$CHROMIUM\`, which is no program"
        return
    fi
    local name
    for name in chromium chromium-browser google-chrome; do
        if command -v "$name" >/dev/null; then return; fi
    done
    command -v apt-get >/dev/null ||
        missing "no Chromium; install one, or name it with CHROMIUM=/path/to/chromium"
    local root=()
    if ((EUID != 0)); then
        sudo -n true 2>/dev/null ||
            missing "no Chromium, and neither root nor sudo to install it: apt-get install chromium, or name one with CHROMIUM=/path/to/chromium"
        root=(sudo -n)
    fi
    echo "oracles: installing Debian's Chromium"
    "${root[@]}" apt-get update -qq &&
        "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null ||
        missing "apt-get could not install chromium; install it, or name one with CHROMIUM=/path/to/chromium"
}

# Cargo tags the target folder only when it makes it, and our tests find the folder
# by its tag.
mkdir -p "$target"
if [[ ! -e "$target/CACHEDIR.TAG" ]]; then
    echo 'Signature: 8a477f597d28d172789f06886806bc55' >"$target/CACHEDIR.TAG"
fi

python_tools
node_tools
browser
echo "oracles: current in $oracles"

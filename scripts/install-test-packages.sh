#!/bin/sh
# Installs what the tests need from Debian's packages: Chromium and a CJK font for the browser,
# PostgreSQL for the store (scripts/postgresql_server.py), a JDK (17 or newer) and Maven for a real
# Elasticsearch (scripts/elasticsearch_server.py), and npm, which
# fetches what package-lock.json files name by version and hash: the Nu Html Checker (jing, for feeds and site maps, is within it) and the desk's htmx.
# With the word bench also what `make bench-pdf` needs. Does nothing when all are there; needs root (or sudo) only when something is missing.
set -eu

missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
fc-list 2>/dev/null | grep -qi 'CJK' || missing="$missing fonts-noto-cjk fontconfig"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || missing="$missing postgresql"
command -v javac >/dev/null 2>&1 || missing="$missing default-jdk-headless"
command -v mvn >/dev/null 2>&1 || missing="$missing maven"
if [ "${1:-}" = bench ]; then  # more faces for typeset pages, and a peer to measure against
    command -v pdftotext >/dev/null 2>&1 || missing="$missing poppler-utils"
    for font in fonts-arphic-uming fonts-arphic-ukai fonts-wqy-zenhei; do
        dpkg -s "$font" >/dev/null 2>&1 || missing="$missing $font"
    done
fi
command -v npm >/dev/null 2>&1 || missing="$missing npm"

from_npm() {
    checker="$(dirname "$0")/../tests/site/validator"
    [ -f "$checker/node_modules/vnu-jar/build/dist/vnu.jar" ] || (cd "$checker" && npm ci --ignore-scripts --no-audit --no-fund)
    sh "$(dirname "$0")/install-desk-scripts.sh"
}
[ -n "$missing" ] || { from_npm; exit 0; }

command -v apt-get >/dev/null 2>&1 || {
    echo "测试需要：$missing。这台机器没有 apt-get，请自行安装。" >&2
    exit 1
}
as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"
echo "安装测试所需的 Debian 软件包：$missing"
$as_root apt-get update -q
# shellcheck disable=SC2086  # a list of package names
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -q -y --no-install-recommends $missing
from_npm

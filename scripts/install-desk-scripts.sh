#!/bin/sh
# Fetches htmx, which desk/htmx/package-lock.json names by version and hash, for the desk to serve. The desk works
# without it; with it, parts of a page are renewed in place. Needs npm, and does nothing where htmx is there already.
set -eu

here="$(cd "$(dirname "$0")/.." && pwd)"
target="$here/desk/gongbao/desk/assets/htmx"
[ ! -f "$target/htmx.min.js" ] || exit 0
command -v npm >/dev/null 2>&1 || {
    echo "没有 npm，编辑台不用 htmx：每次操作会刷新整页，别的都一样。Without npm the desk reloads whole pages." >&2
    exit 0
}
(cd "$here/desk/htmx" && npm ci --ignore-scripts --no-audit --no-fund --silent)
mkdir -p "$target"
cp "$here/desk/htmx/node_modules/htmx.org/LICENSE" "$target/LICENSE.txt"
cp "$here/desk/htmx/node_modules/htmx.org/dist/htmx.min.js" "$target/htmx.min.js.new"
mv "$target/htmx.min.js.new" "$target/htmx.min.js"

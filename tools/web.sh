#!/usr/bin/env bash
# Builds the page that audits documents in a browser (web/dist/gouji.html) from a clean clone, and with `test` tries it in Chromium.
#
#   tools/web.sh              builds it
#   tools/web.sh test GOUJI   builds it and holds it against the program
#
# Needs rustup (or the target wasm32-unknown-unknown installed), npm and python3; says "skipped" where one of them, or what they
# fetch, is not to be had.
set -euo pipefail
cd "$(dirname "$0")/.."
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
export CARGO_TARGET_DIR="$target"

skip() {
  echo "$*: skipped"
  exit 0
}
for tool in cargo npm node python3; do
  command -v "$tool" >/dev/null || skip "$tool is not installed"
done
[ "$(node -p 'Number(process.versions.node.split(".")[0]) >= 20')" = true ] || skip 'node is older than 20'
wasm=wasm32-unknown-unknown
has_target() { [ -d "$(rustc --print sysroot)/lib/rustlib/$wasm/lib" ]; }
if ! has_target; then
  if command -v rustup >/dev/null; then rustup target add "$wasm" >&2 || true; fi
  has_target || skip "the target $wasm cannot be added"
fi
(cd web && npm ci --silent >&2) || skip 'the packages of web/package-lock.json cannot be fetched'

step() { printf -- '-- %s (%ss)\n' "$*" "$SECONDS"; }
step 'the engine'
(cd web && cargo build --quiet --locked --profile page -p gouji-page --target "$wasm")
step 'the JavaScript around it'
(cd web && cargo run --quiet --locked --release -p gouji-bindgen -- "$CARGO_TARGET_DIR/$wasm/page/gouji_page.wasm" made)
step 'the page'
(cd web && npm run --silent build)

if [ "${1:-}" = test ]; then
  GOUJI=$(realpath "${2:?the program}")
  CHROMIUM=${CHROMIUM:-$(command -v chromium || true)}
  [ -n "$CHROMIUM" ] || skip 'chromium is not installed'
  export GOUJI CHROMIUM
  step 'tests in a browser'
  (cd web && npm test --silent)
fi

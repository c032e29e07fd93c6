#!/usr/bin/env bash
# Has schemathesis try what the OpenAPI file of `gouji serve` promises: tools/serve_try.sh GOUJI SCHEMATHESIS
set -euo pipefail
gouji=$(realpath "$1") schemathesis=$(realpath -s "$2")
scratch=$(mktemp -d)
cd "$scratch"
# a question of the desk is JSON in a field of a form: the OpenAPI file cannot say which texts are questions
cat >schemathesis.toml <<'TOML'
[[operations]]
include-name = "POST /desk"
checks.positive_data_acceptance.enabled = false
TOML
"$gouji" serve --listen 127.0.0.1:0 >address 2>said &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; rm -rf "$scratch"' EXIT
for _ in $(seq 100); do
  if [ -s address ]; then break; fi
  sleep 0.1
done
url=$(cat address)
if [ -z "$url" ]; then
  cat said >&2
  exit 1
fi
status=0
"$schemathesis" run "${url}openapi.json" --seed 1 --max-examples "${EXAMPLES:-30}" --continue-on-failure --no-color >tried 2>&1 || status=$?
if [ "$status" != 0 ]; then
  cat tried >&2
  exit 1
fi
grep -E 'generated' tried
kill "$server"
wait "$server"

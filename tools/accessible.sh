#!/usr/bin/env bash
# Opens pages of the report, and of the site, in headless Chromium, wide and as on a phone, light and dark, and lets axe-core look for
# what keeps somebody from reading them. Fails where it finds something serious or critical.
#
#   tools/accessible.sh GOUJI [SITE]     # SITE: a folder that tools/site.sh made; its search is tried, too
#
# Needs chromium, python3 and npm (which fetches axe-core); says "skipped" where one of them is not to be had.
set -euo pipefail
cd "$(dirname "$0")/.."
gouji=${1:?the program}
site=${2:-}
for tool in chromium npm python3; do
  if ! command -v "$tool" >/dev/null; then
    echo "$tool is not installed: skipped"
    exit 0
  fi
done
home="${CARGO_TARGET_DIR:-target}/ci-tools/axe"
axe="$home/node_modules/axe-core/axe.min.js"
if [ ! -f "$axe" ] && ! { mkdir -p "$home" && npm install --silent --no-save --prefix "$home" axe-core@4; } >&2; then
  echo 'axe-core cannot be installed here: skipped'
  exit 0
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$gouji" check fixtures/formats --format html -o "$scratch/pages/" --opinion "$scratch/pages/opinion.html" --fail-on never >/dev/null 2>&1 || true
"$gouji" diff fixtures/archive-planted/document.txt fixtures/formats/archive-clean.xlsx --format html -o "$scratch/pages/diff.html" >/dev/null 2>&1 || true

# A page with axe-core in it: what it finds takes the place of the page.
with_axe() { # PAGE
  tried="$(dirname "$1")/axe-tried.html"
  python3 - "$1" "$axe" "$tried" <<'PYTHON'
import re, sys
page, axe = (open(path, encoding="utf-8").read() for path in sys.argv[1:3])
page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
run = """
axe.run(document, { resultTypes: ['violations'] }).then(function (found) {
  var lines = found.violations.map(function (one) {
    return [one.impact, one.id, one.nodes.length, one.nodes[0].html.slice(0, 120)].join(' | ');
  });
  document.body.innerHTML = '<pre id="axe"></pre>';
  document.getElementById('axe').textContent = 'AXE BEGINS\\n' + lines.join('\\n') + '\\nAXE ENDS';
});"""
page = page.replace("</body>", f"<script>{axe}</script><script>{run}</script></body>")
open(sys.argv[3], "w", encoding="utf-8").write(page)
PYTHON
}
failed=0
further=()
if [ -n "$site" ]; then
  site=$(realpath "$site")
  further=("$site/index.html" "$site/use/first.html" "$site/findings.html" "$site/rules/national/收入-行合计.html")
  # Chinese words are found, by the page as it is opened from a folder
  for asked in 收入决算表行合计 台账 parquet; do
    if ! timeout 120 chromium --headless --no-sandbox --disable-gpu --virtual-time-budget=10000 --dump-dom "file://$site/index.html?q=$asked" 2>/dev/null |
      grep -q '<small>'; then
      echo "the search of the site does not find $asked"
      failed=1
    fi
  done
fi
for page in "$scratch"/pages/archive-planted.gouji.html "$scratch"/pages/self-evaluation-planted.gouji.html "$scratch"/pages/index.gouji.html "$scratch"/pages/opinion.html "$scratch"/pages/diff.html "${further[@]}"; do
  with_axe "$page"
  for look in '1600,1200 --blink-settings=preferredColorScheme=1' '1600,1200 --blink-settings=preferredColorScheme=0' '390,844 --blink-settings=preferredColorScheme=1'; do
    read -r size scheme <<<"$look"
    found=$(timeout 120 chromium --headless --no-sandbox --disable-gpu --virtual-time-budget=60000 --window-size="$size" "$scheme" \
      --dump-dom "file://$tried" 2>/dev/null | sed -n '/AXE BEGINS/,/AXE ENDS/p')
    if [ -z "$found" ]; then
      echo "$(basename "$page") ($look): axe-core did not run"
      failed=1
    elif grep -E '^(serious|critical)' <<<"$found"; then
      echo "  in $(basename "$page") ($look)"
      failed=1
    fi
  done
  rm "$tried"
done
[ "$failed" = 1 ] || echo 'nothing serious or critical was found'
exit "$failed"

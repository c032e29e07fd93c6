#!/usr/bin/env bash
# Makes the site: guides, a page for each built-in rule, search; static, for any web server or a folder opened in a browser, and
# nothing in it asks the network.
#
#   tools/site.sh [FOLDER]                      # dist/site if not given
#   GOUJI=target/release/gouji tools/site.sh    # pictures of reports, made by this program and Chromium
#   GOUJI_PAGE=web/dist/gouji.html …            # the page that audits without installing, as tools/web.sh made it
#
# Markdown is read by markdown-it-py: it reads it as GitHub does, and is installed in seconds; mdBook is a program to build, and its
# search splits words at blanks, which Chinese does not have.
set -euo pipefail
cd "$(dirname "$0")/.."
home="${CARGO_TARGET_DIR:-target}/site-tools"
if [ ! -x "$home/bin/python" ] || ! "$home/bin/python" -c 'import markdown_it' 2>/dev/null; then
  if ! { python3 -m venv "$home" && "$home/bin/pip" install --quiet 'markdown-it-py>=3,<5'; }; then
    echo 'markdown-it-py cannot be installed here: skipped'
    exit
  fi
fi
exec "$home/bin/python" tools/pages/build.py "${1:-dist/site}"

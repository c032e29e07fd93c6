#!/usr/bin/env bash
# Makes what is handed out: a ZIP for Linux, and one for Windows where its target and linker are installed. Each holds the
# program, a guide, a sample document with errors, and the licences, and is tried from a folder with blanks and Chinese letters.
#
#   tools/release.sh [FOLDER]       # dist/ if not given
#
# Needs python3; for Windows what tools/windows.sh needs.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-dist}
mkdir -p "$out"
out=$(cd "$out" && pwd)
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
scratch=$(mktemp -d)
# wine's own server keeps its folder busy for a while
trap 'if command -v wineserver >/dev/null; then wineserver -k 2>/dev/null || true; fi; rm -rf "$scratch"' EXIT

# The name, version and licence of every library in the program.
libraries() { # TARGET
  cargo metadata --format-version 1 --locked --filter-platform "$1" | python3 -c '
import json, sys
data = json.load(sys.stdin)
packages = {package["id"]: package for package in data["packages"]}
nodes = {node["id"]: node for node in data["resolve"]["nodes"]}
wanted, todo = set(), [data["resolve"]["root"]]
while todo:
    one = todo.pop()
    if one in wanted:
        continue
    wanted.add(one)
    for dep in nodes[one]["deps"]:
        if any(kind["kind"] is None for kind in dep["dep_kinds"]):
            todo.append(dep["pkg"])
others = (packages[one] for one in wanted)
for package in sorted((one for one in others if not one["name"].startswith("gouji-")), key=lambda package: package["name"]):
    print("{name} {version}: {licence}".format(licence=package["license"] or "see its package", **package))'
}

pack() { # PROGRAM NAME TARGET
  local folder="$scratch/gouji-$version-$2"
  mkdir -p "$folder/示例" "$folder/许可"
  cp "$1" "$folder/"
  # the guide as it is, one page a job, with what its pages name beside it
  mkdir -p "$folder/使用说明/docs" "$folder/使用说明/rules"
  cp -r docs/use docs/report.md docs/report.schema.json docs/columns.md "$folder/使用说明/docs/"
  cp rules/README.md "$folder/使用说明/rules/"
  cp SECURITY.md "$folder/使用说明/"
  printf '从 docs/use/README.md 看起：一件事一页。\n写规则看 rules/README.md。\n' >"$folder/使用说明/先看这里.txt"
  cp fixtures/formats/archive-planted.xlsx "$folder/示例/部门决算（有错误）.xlsx"
  cp LICENSE-MIT LICENSE-APACHE "$folder/许可/"
  libraries "$3" >"$folder/许可/所用的库.txt"
  python3 - "$folder" "$out/gouji-$version-$2.zip" <<'PYTHON'
import os, sys, zipfile
folder, target = sys.argv[1:]
top = os.path.basename(folder)
with zipfile.ZipFile(target + ".new", "w", zipfile.ZIP_DEFLATED) as made:
    for path in sorted(os.path.join(at, name) for at, _, names in os.walk(folder) for name in names):
        entry = zipfile.ZipInfo(os.path.join(top, os.path.relpath(path, folder)), (1980, 1, 1, 0, 0, 0))
        is_program = os.path.basename(path) == "gouji"
        entry.external_attr = (0o755 if is_program else 0o644) << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        with open(path, "rb") as file:
            made.writestr(entry, file.read())
os.replace(target + ".new", target)
PYTHON
  echo "$out/gouji-$version-$2.zip"
}

# Unpacks a ZIP into a folder with blanks and Chinese letters and audits its sample there.
try_out() { # ZIP PROGRAM…
  local zip=$1 home="$scratch/某局 2023年 决算/解压"
  shift
  mkdir -p "$home"
  python3 - "$zip" "$home" <<'PYTHON'
import os, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    for entry in archive.infolist():
        path = archive.extract(entry, sys.argv[2])
        os.chmod(path, entry.external_attr >> 16 or 0o644)
PYTHON
  local top
  top=$(find "$home" -mindepth 1 -maxdepth 1 -name "$(basename "$zip" .zip)")
  if [ "$1" = wine ]; then
    export WINEPREFIX="$scratch/wine" WINEDEBUG=-all
    x86_64-w64-mingw32-gcc -shared -o "$top/bcryptprimitives.dll" tools/wine-random.c -ladvapi32
  fi
  (
    cd "$top"
    status=0
    "$@" check "示例/部门决算（有错误）.xlsx" --format html -o "结果.html" >"$scratch/said" 2>&1 || status=$?
    if [ "$status" != 1 ] || ! grep -q '应为 146.23' 结果.html; then
      cat "$scratch/said" >&2
      echo "$zip: the sample was not audited as it should be (status $status)" >&2
      exit 1
    fi
  )
  echo "tried: $(basename "$zip")"
}

# the page that `gouji serve` shows, where it was built
page=${GOUJI_PAGE:-dist/web/gouji.html}
if [ -f "$page" ]; then
  GOUJI_PAGE=$(realpath "$page")
  export GOUJI_PAGE
else
  echo "$page was not built: gouji serve shows its small page"
fi

cargo build --quiet --locked --profile dist --features columns,lsp --bin gouji
program="${CARGO_TARGET_DIR:-target}/dist/gouji"
host=$(rustc -vV | sed -n 's/^host: //p')
pack "$program" linux-x86_64 "$host"
try_out "$out/gouji-$version-linux-x86_64.zip" ./gouji

# 2: its target or its linker is missing
status=0
built=$(tools/windows.sh dist) || status=$?
if [ "$status" = 0 ]; then
  printf '%s\n' "$built" | sed -n '2,$p'
  pack "$(printf '%s\n' "$built" | sed -n 1p)" windows-x86_64 x86_64-pc-windows-gnu
  if command -v wine >/dev/null; then
    try_out "$out/gouji-$version-windows-x86_64.zip" wine ./gouji.exe
  else
    echo 'wine is not installed: the Windows program was not tried'
  fi
elif [ "$status" = 2 ]; then
  echo 'for Windows: skipped'
else
  exit "$status"
fi

#!/usr/bin/env bash
# Builds gouji.exe for 64-bit Windows and, where wine is installed, tries it: a path with Chinese and blanks, a rule folder
# saved by Notepad, output redirected to a file.
#
#   tools/windows.sh [PROFILE]      # dist if not given; prints where the program is
#
# Needs the target (rustup target add x86_64-pc-windows-gnu) and its linker (Debian: gcc-mingw-w64-x86-64).
set -euo pipefail
cd "$(dirname "$0")/.."
target=x86_64-pc-windows-gnu
profile=${1:-dist}

if ! rustup target list --installed | grep -qx "$target"; then
  echo "the target $target is not installed: rustup target add $target" >&2
  exit 2
fi
if ! command -v x86_64-w64-mingw32-gcc >/dev/null; then
  echo 'the linker is missing: install gcc-mingw-w64-x86-64' >&2
  exit 2
fi
cargo build --quiet --locked --profile "$profile" --target "$target" --features columns,lsp --bin gouji
folder=$profile
if [ "$profile" = dev ]; then folder=debug; fi
program="${CARGO_TARGET_DIR:-target}/$target/$folder/gouji.exe"
echo "$program"

if ! command -v wine >/dev/null; then
  echo 'wine is not installed: built, not tried'
  exit 0
fi
scratch=$(mktemp -d)
export WINEPREFIX="$scratch/wine" WINEDEBUG=-all
# wine's own server keeps the folder busy for a while
trap 'wineserver -k 2>/dev/null || true; rm -rf "$scratch"' EXIT
mkdir "$scratch/program"
x86_64-w64-mingw32-gcc -shared -o "$scratch/program/bcryptprimitives.dll" tools/wine-random.c -ladvapi32
cp "$program" "$scratch/program/gouji.exe"
try() { timeout 300 wine "$scratch/program/gouji.exe" "$@"; }
expect() { # STATUS WORDS ARGUMENTS…: the run ends with this status and shows these words
  local status=0 wanted=$1 words=$2
  shift 2
  try "$@" >"$scratch/out" 2>"$scratch/err" || status=$?
  if [ "$status" != "$wanted" ] || { [ -n "$words" ] && ! grep -q "$words" "$scratch/out" "$scratch/err"; }; then
    printf 'gouji %s: status %s instead of %s, or no “%s”\n' "$*" "$status" "$wanted" "$words" >&2
    cat "$scratch/out" "$scratch/err" >&2
    exit 1
  fi
}

folder="$scratch/某局 2023年度 决算"
mkdir -p "$folder"
cp fixtures/self-evaluation-planted/document.txt "$folder/自评 表.txt"
cp fixtures/formats/archive-planted.xlsx "$folder/决算 附表.xlsx"
expect 1 '自评-总分得分' check "$folder/自评 表.txt"
expect 1 '支出' "Z:${folder//\//\\}\\决算 附表.xlsx"
expect 1 '' check "$folder" --format html --output "$folder"
test -s "$folder/自评 表.gouji.html" && test -s "$folder/index.gouji.html"
expect 3 '没有这个文件' check "$folder/没有.docx"
# rules as Notepad saves them: a byte order mark, Windows line ends
expect 0 '' rules new "$scratch/本局规则"
sed -i 's/$/\r/; 1s/^/\xEF\xBB\xBF/' "$scratch/本局规则"/*.toml
expect 0 '' rules check "$scratch/本局规则"
# redirected output is UTF-8 whatever the code page
try check "$folder/自评 表.txt" --format json >"$scratch/report.json" || true
python3 -c 'import json, sys; json.load(open(sys.argv[1], encoding="utf-8"))' "$scratch/report.json"
echo 'tried under wine: good'

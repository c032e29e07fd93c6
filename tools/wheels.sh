#!/usr/bin/env bash
# Makes the wheels and the source package of the Python module, and tries what runs here: installed from the folder alone in fresh
# environments of the oldest and the newest Python there is.
#
#   tools/wheels.sh [FOLDER] [TARGET…]      # dist/ and x86_64, aarch64 of Linux, as far as they are installed, if not given
#   tools/wheels.sh try FOLDER              # tries the wheels of a folder
#   GOUJI_PROFILE=dev tools/wheels.sh …     # another profile than dist
#
# Linux is linked by zig against glibc 2.28 (Kylin V10, UOS, RHEL 8, Debian 10 and all later ones). One wheel is for every Python from 3.9 on.
# Windows and macOS build theirs at home: without a target, `tools/wheels.sh FOLDER native` makes that of the machine.
set -euo pipefail
cd "$(dirname "$0")/.."

# Where an environment has its programs: Windows calls the folder otherwise.
programs() { # ENVIRONMENT
  if [ -d "$1/Scripts" ]; then printf '%s\n' "$1/Scripts"; else printf '%s\n' "$1/bin"; fi
}

# Installs the wheels of a folder, and nothing else, and audits a sample.
try() { # FOLDER
  local folder scratch python seen=()
  folder=$(cd "$1" && pwd)
  scratch=$(mktemp -d)
  for version in 9 10 11 12 13 14; do
    for python in "python3.$version" "$HOME"/.pyenv/versions/3."$version".*/bin/python; do
      if "$python" -c 'import ensurepip, sys' 2>/dev/null; then
        seen+=("$python")
        break
      fi
    done
  done
  if [ ${#seen[@]} = 0 ]; then seen=(python3); fi
  # the bash of macOS counts from the front alone, and takes an empty list for an unknown name
  for python in "${seen[0]}" "${seen[${#seen[@]} - 1]}"; do
    rm -rf "$scratch/env"
    "$python" -m venv "$scratch/env"
    local bin
    bin=$(programs "$scratch/env")
    "$bin/python" -m pip install --quiet --disable-pip-version-check --no-index --find-links "$folder" gouji
    local status=0
    "$bin/gouji" check fixtures/formats/archive-planted.xlsx --format concise >"$scratch/said" 2>&1 || status=$?
    if [ "$status" != 1 ] || ! grep -q '应为 146.23' "$scratch/said"; then
      cat "$scratch/said" >&2
      exit 1
    fi
    "$bin/python" -c 'import gouji; assert "164.23" in gouji.check("fixtures/formats/archive-planted.xlsx").json()'
    echo "tried: $("$python" --version)"
  done
  rm -rf "$scratch"
}

if [ "${1:-}" = try ]; then
  try "${2:?the folder of the wheels}"
  exit
fi
out=${1:-dist}
shift || true
targets=("$@")
if [ ${#targets[@]} = 0 ]; then targets=(x86_64-unknown-linux-gnu aarch64-unknown-linux-gnu); fi
mkdir -p "$out"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}"
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 315532800)}
export SOURCE_DATE_EPOCH
export RUSTFLAGS="--remap-path-prefix=$PWD=/gouji --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo ${RUSTFLAGS:-}"
home="$CARGO_TARGET_DIR/wheel-tools"
if ! "$(programs "$home")/maturin" --version >/dev/null 2>&1; then
  python3 -m venv "$home"
  "$(programs "$home")/python" -m pip install --quiet 'maturin>=1.9,<2' ziglang
fi
PATH="$(programs "$home"):$PATH"

# the source package is one for all
case " ${targets[*]} " in
  *" native "*) ;;
  *) maturin sdist --manifest-path python/Cargo.toml --out "$out" ;;
esac
for target in "${targets[@]}"; do
  more=(--target "$target")
  case "$target" in
    native) more=() ;;
    *-linux-gnu) more+=(--zig --compatibility manylinux_2_28) ;;
  esac
  if [ "$target" != native ] && ! rustup target list --installed | grep -qx "$target"; then
    echo "$target: not installed (rustup target add $target): skipped"
    continue
  fi
  maturin build --quiet --locked --profile "${GOUJI_PROFILE:-dist}" --manifest-path python/Cargo.toml --out "$out" ${more[@]+"${more[@]}"}
done
ls "$out"/gouji-*
case " ${targets[*]} " in
  *" native "* | *" $(uname -m)-unknown-linux-gnu "*) try "$out" ;;
esac

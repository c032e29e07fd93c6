#!/usr/bin/env bash
# Makes what is handed out, for each target an archive with the program, a guide, a sample with errors, licences; a list of its
# libraries (CycloneDX); for Linux a .deb; SHA256SUMS of all. Each is tried. The same commit gives the same bytes in the same folder.
#
#   tools/release.sh [FOLDER] [TARGET…]     # dist/ and the targets below that are installed, if not given
#   GOUJI_PROFILE=dev tools/release.sh …    # another profile than dist: quick to build, to try this script
#
# Linux is built static with zig's C compiler and linker (cargo-zigbuild and ziglang, from PyPI), so it runs on any distribution; Windows by
# tools/windows.sh. What cannot be built here is said.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-dist}
shift || true
targets=("$@")
if [ ${#targets[@]} = 0 ]; then
  targets=(x86_64-unknown-linux-musl aarch64-unknown-linux-musl x86_64-pc-windows-gnu)
fi
mkdir -p "$out"
out=$(cd "$out" && pwd)
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}"
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 315532800)}
export SOURCE_DATE_EPOCH
profile=${GOUJI_PROFILE:-dist}
folder=$profile
if [ "$profile" = dev ]; then folder=debug; fi
# where it was built is nothing that a program tells
export RUSTFLAGS="--remap-path-prefix=$PWD=/gouji --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo ${RUSTFLAGS:-}"

# the page that `gouji serve` shows, where it was built
page=${GOUJI_PAGE:-web/dist/gouji.html}
if [ -f "$page" ]; then
  GOUJI_PAGE=$(realpath "$page")
  export GOUJI_PAGE
else
  echo "$page was not built: gouji serve shows its small page"
fi

# Puts cargo-zigbuild on the path, installed below the target folder if need be.
zig() {
  command -v cargo-zigbuild >/dev/null && return
  local home="$CARGO_TARGET_DIR/release-tools"
  if [ ! -x "$home/bin/cargo-zigbuild" ]; then
    python3 -m venv "$home" && "$home/bin/pip" install --quiet cargo-zigbuild ziglang || return 1
  fi
  PATH="$home/bin:$PATH"
}

for target in "${targets[@]}"; do
  if ! rustup target list --installed | grep -qx "$target"; then
    echo "$target: not installed (rustup target add $target): skipped"
    continue
  fi
  case "$target" in
    *-linux-musl)
      if ! zig; then
        echo "$target: cargo-zigbuild cannot be installed here: skipped"
        continue
      fi
      cargo zigbuild --quiet --locked --profile "$profile" --features columns,lsp --bin gouji --target "$target"
      program="$CARGO_TARGET_DIR/$target/$folder/gouji"
      ;;
    *-windows-gnu)
      # 2: its linker is missing
      status=0
      built=$(tools/windows.sh "$profile") || status=$?
      if [ "$status" = 2 ]; then
        echo "$target: skipped"
        continue
      elif [ "$status" != 0 ]; then
        exit "$status"
      fi
      program=$(sed -n 1p <<<"$built")
      sed 1d <<<"$built"
      ;;
    *)
      echo "$target: no linker for it is known here: skipped"
      continue
      ;;
  esac
  made=$(python3 tools/packages/pack.py "$program" "$target" "$out")
  printf '%s\n' "$made"
  grep -E '\.(tar\.gz|zip)$' <<<"$made" | xargs -d '\n' tools/packages/try.sh
done
python3 tools/packages/pack.py --sums "$out"

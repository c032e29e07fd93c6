#!/usr/bin/env bash
# Tries packages as who gets them would: each archive is unpacked into a folder with blanks and Chinese letters, and the sample in it
# audited there; a .deb is installed in a fresh Debian where debootstrap is and this is root (with `deb`).
#
#   tools/packages/try.sh ARCHIVE…        # .tar.gz, .zip; one for Windows needs wine, else it is not tried
#   tools/packages/try.sh deb PACKAGE     # takes a minute or two, and the network
set -euo pipefail
cd "$(dirname "$0")/../.."
scratch=$(mktemp -d)
# wine's own server keeps its folder busy for a while
trap 'if command -v wineserver >/dev/null; then wineserver -k 2>/dev/null || true; fi; rm -rf "$scratch"' EXIT

# Audits the sample in a folder; the arguments run the program.
audit() { # FOLDER SAMPLE COMMAND…
  local folder=$1 sample=$2 status=0
  shift 2
  (cd "$folder" && "$@" check "$sample" --format html -o "结果.html") >"$scratch/said" 2>&1 || status=$?
  if [ "$status" != 1 ] || ! grep -q '应为 146.23' "$folder/结果.html"; then
    cat "$scratch/said" >&2
    echo "the sample was not audited as it should be (status $status)" >&2
    exit 1
  fi
}

if [ "${1:-}" = deb ]; then
  if ! command -v debootstrap >/dev/null || [ "$(id -u)" != 0 ]; then
    echo 'debootstrap is not installed, or this is not root: the .deb was not installed'
    exit 0
  fi
  root="$scratch/root"
  debootstrap --variant=minbase bookworm "$root" >"$scratch/debootstrap.log" 2>&1 || { tail -5 "$scratch/debootstrap.log" >&2; exit 1; }
  cp "$2" "$root/gouji.deb"
  chroot "$root" dpkg -i /gouji.deb
  chroot "$root" gouji --version
  audit "$root/root" '/usr/share/doc/gouji/示例/部门决算（有错误）.xlsx' chroot "$root" env -C /root gouji
  chroot "$root" dpkg -r gouji
  if [ -e "$root/usr/bin/gouji" ]; then echo 'what was removed is there still' >&2; exit 1; fi
  echo "installed, tried and removed in a fresh Debian: $(basename "$2")"
  exit
fi

for archive in "$@"; do
  home="$scratch/某局 2023年 决算/解压"
  rm -rf "$home" && mkdir -p "$home"
  case "$archive" in
    *.tar.gz) tar -xzf "$archive" -C "$home" ;;
    *.zip) python3 -m zipfile -e "$archive" "$home" ;;
  esac
  top=$(find "$home" -mindepth 1 -maxdepth 1)
  if [ -f "$top/gouji.exe" ]; then
    if ! command -v wine >/dev/null; then
      echo "wine is not installed: $(basename "$archive") was not tried"
      continue
    fi
    export WINEPREFIX="$scratch/wine" WINEDEBUG=-all
    x86_64-w64-mingw32-gcc -shared -o "$top/bcryptprimitives.dll" tools/wine-random.c -ladvapi32
    audit "$top" '示例/部门决算（有错误）.xlsx' wine ./gouji.exe
  elif [[ $archive != *-"$(uname -m)"-* ]]; then
    echo "this machine is another one: $(basename "$archive") was not tried"
    continue
  else
    audit "$top" '示例/部门决算（有错误）.xlsx' ./gouji
  fi
  echo "tried: $(basename "$archive")"
done

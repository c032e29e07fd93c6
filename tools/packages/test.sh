#!/usr/bin/env bash
# Holds tools/packages/pack.py against what it promises, with a small stand-in for the program that runs the one given: the same bytes
# twice, sums that fit, an archive that audits its sample, a .deb with the program in it, a list of libraries that fits its schema.
#
#   tools/packages/test.sh GOUJI
set -euo pipefail
cd "$(dirname "$0")/../.."
gouji=$(realpath "${1:?the program}")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
target=$(uname -m)-unknown-linux-musl
mkdir "$scratch/program"
printf '#!/bin/sh\nexec %q "$@"\n' "$gouji" >"$scratch/program/gouji"
for folder in once again; do
  python3 tools/packages/pack.py "$scratch/program/gouji" "$target" "$scratch/$folder" >/dev/null
  python3 tools/packages/pack.py --sums "$scratch/$folder" >/dev/null
  # files are read anew, and older
  touch -d '2001-01-01' "$scratch/program/gouji"
done
diff -r "$scratch/once" "$scratch/again"
(cd "$scratch/once" && sha256sum --quiet --check SHA256SUMS)
tools/packages/try.sh "$scratch"/once/*.tar.gz
if command -v dpkg-deb >/dev/null; then
  dpkg-deb --contents "$scratch"/once/*.deb >"$scratch/contents"
  grep -q -- '-rwxr-xr-x root/root .*/usr/bin/gouji$' "$scratch/contents"
  grep -q '/usr/share/doc/gouji/使用说明/docs/use/first.md$' "$scratch/contents"
else
  echo 'dpkg-deb is not installed: skipped'
fi
home="${CARGO_TARGET_DIR:-target}/ci-tools/cyclonedx"
if "$home/bin/python" -c 'import cyclonedx, jsonschema' 2>/dev/null || { python3 -m venv "$home" && "$home/bin/pip" install --quiet 'cyclonedx-python-lib[json-validation]'; }; then
  "$home/bin/python" - "$scratch"/once/*.cdx.json <<'PYTHON'
import json, sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
text = open(sys.argv[1], encoding="utf-8").read()
wrong = JsonStrictValidator(SchemaVersion.V1_5).validate_str(text)
assert wrong is None, wrong
made = json.loads(text)
names = {one["bom-ref"] for one in made["components"]} | {made["metadata"]["component"]["bom-ref"]}
assert all(ref in names for one in made["dependencies"] for ref in [one["ref"], *one["dependsOn"]])
assert len(names) > 100 and all(one.get("licenses") for one in made["components"])
print(f"CycloneDX: {len(names)} packages")
PYTHON
else
  echo 'cyclonedx-python-lib cannot be installed here: skipped'
fi
echo 'packages: the same bytes twice'

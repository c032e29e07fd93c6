"""Packs a built program: an archive, a .deb where dpkg-deb is, and its list of libraries (CycloneDX). The same input, the same bytes.

    python3 tools/packages/pack.py PROGRAM TARGET FOLDER     # writes into FOLDER, prints what it wrote
    python3 tools/packages/pack.py --sums FOLDER             # SHA256SUMS of all packages in FOLDER

The day in packages is SOURCE_DATE_EPOCH, else that of the last commit.
"""

import functools
import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import time
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VERSION = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]["package"]["version"]
# the features that a handed out program is built with
FEATURES = "columns,lsp"
DEBIAN = {"x86_64": "amd64", "aarch64": "arm64"}
SUMS = "SHA256SUMS"
BEGIN = "从 docs/use/first.md 看起：第一次审核，五分钟。\ndocs/use/README.md：一件事一页。\n写规则看 rules/README.md。\n"


@functools.cache
def epoch():
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    run = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True)
    return int(run.stdout) if run.returncode == 0 and run.stdout.strip() else 315532800


def libraries(target):
    """The packages that go into the program, the name and id of the program itself, and who asks for whom."""
    run = subprocess.run(
        ["cargo", "metadata", "--format-version", "1", "--locked", "--features", FEATURES, "--filter-platform", target],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )
    data = json.loads(run.stdout)
    packages = {package["id"]: package for package in data["packages"]}
    nodes = {node["id"]: node for node in data["resolve"]["nodes"]}
    root = data["resolve"]["root"]
    asks, todo = {}, [root]
    while todo:
        one = todo.pop()
        if one in asks:
            continue
        asks[one] = [dep["pkg"] for dep in nodes[one]["deps"] if any(kind["kind"] is None for kind in dep["dep_kinds"])]
        todo += asks[one]
    return {one: packages[one] for one in asks}, root, asks


def sbom(target):
    """The libraries as CycloneDX 1.5."""
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text())["package"]
    digests = {(one["name"], one["version"]): one.get("checksum") for one in lock}
    packages, root, asks = libraries(target)

    def purl(package):
        return f"pkg:cargo/{package['name']}@{package['version']}"

    def component(package, kind="library"):
        out = {"type": kind, "bom-ref": purl(package), "name": package["name"], "version": package["version"], "purl": purl(package)}
        if package.get("description"):
            out["description"] = " ".join(package["description"].split())
        if package.get("license"):
            # "A/B" is how "A OR B" was written once
            out["licenses"] = [{"expression": package["license"].replace("/", " OR ")}]
        digest = digests.get((package["name"], package["version"]))
        if digest:
            out["hashes"] = [{"alg": "SHA-256", "content": digest}]
        return out

    others = sorted((package for one, package in packages.items() if one != root), key=purl)
    depends = [
        {"ref": purl(packages[one]), "dependsOn": sorted({purl(packages[other]) for other in asked})}
        for one, asked in sorted(asks.items(), key=lambda pair: purl(packages[pair[0]]))
    ]
    made = {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(epoch())),
            "component": component(packages[root], "application"),
            "properties": [{"name": "cargo:target", "value": target}],
        },
        "components": [component(package) for package in others],
        "dependencies": depends,
    }
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode(), others


def licences(others):
    own = (package for package in others if not package["name"].startswith("gouji-"))
    lines = (f"{package['name']} {package['version']}: {package['license'] or 'see its package'}\n" for package in own)
    return "".join(lines).encode()


def guides():
    """The guide as it is, one page a job, with what its pages name beside it."""
    folder = sorted((ROOT / "docs/use").glob("*.md"))
    more = ["docs/report.md", "docs/report.schema.json", "docs/columns.md", "rules/README.md", "SECURITY.md"]
    paths = [path.relative_to(ROOT).as_posix() for path in folder] + more
    return {path: (ROOT / path).read_bytes() for path in paths}


def content(program, others):
    """The files of an archive by their names."""
    out = {program.name: program.read_bytes()}
    out |= {f"使用说明/{name}": data for name, data in guides().items()}
    out["使用说明/先看这里.txt"] = BEGIN.encode()
    out["示例/部门决算（有错误）.xlsx"] = (ROOT / "fixtures/formats/archive-planted.xlsx").read_bytes()
    out |= {f"许可/{name}": (ROOT / name).read_bytes() for name in ("LICENSE-MIT", "LICENSE-APACHE")}
    out["许可/所用的库.txt"] = licences(others)
    return out


def mode(name, program):
    return 0o755 if name.rsplit("/", 1)[-1] == program.name else 0o644


def tar(files, top, program):
    made = io.BytesIO()
    with gzip.GzipFile("", "wb", 9, made, mtime=epoch()) as packed, tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as out:
        for name, data in sorted(files.items()):
            entry = tarfile.TarInfo(f"{top}/{name}")
            entry.size, entry.mtime, entry.mode = len(data), epoch(), mode(name, program)
            out.addfile(entry, io.BytesIO(data))
    return made.getvalue()


def zipped(files, top, program):
    made = io.BytesIO()
    # an archive of this kind knows no day before 1980
    day = time.gmtime(max(epoch(), 315532800))[:6]
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{top}/{name}", day)
            entry.external_attr, entry.compress_type = mode(name, program) << 16, zipfile.ZIP_DEFLATED
            out.writestr(entry, data)
    return made.getvalue()


def deb(files, program, target):
    """The package for Debian, Ubuntu, UOS and Kylin; nothing where dpkg-deb is not. The program is static: it asks for no library."""
    architecture = DEBIAN[target.split("-")[0]]
    with tempfile.TemporaryDirectory() as folder:
        own = {"usr/bin/gouji": files[program.name], "usr/share/doc/gouji/copyright": copyright(files)}
        own |= {f"usr/share/doc/gouji/{name}": data for name, data in files.items() if name.split("/")[0] in ("使用说明", "示例")}
        own["usr/share/doc/gouji/CHANGELOG.md.gz"] = gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), 9, mtime=0)
        size = sum(len(data) for data in own.values()) // 1024
        own["DEBIAN/control"] = (
            f"Package: gouji\nVersion: {VERSION}\nArchitecture: {architecture}\nMaintainer: gouji <gouji@invalid>\n"
            f"Installed-Size: {size}\nSection: utils\nPriority: optional\n"
            "Description: 勾稽: audits Chinese budget documents\n 核对部门预算、决算公开、绩效自评里的数字：合计、表与表、文字与表。\n"
            " 说明在 /usr/share/doc/gouji/使用说明。\n"
        ).encode()
        for name, data in own.items():
            path = Path(folder) / "package" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            path.chmod(0o755 if name == "usr/bin/gouji" else 0o644)
        for path in (Path(folder) / "package").rglob("*"):
            if path.is_dir():
                path.chmod(0o755)
        (Path(folder) / "package").chmod(0o755)
        made = Path(folder) / "gouji.deb"
        try:
            subprocess.run(
                ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(Path(folder) / "package"), str(made)],
                check=True, capture_output=True, env={**os.environ, "SOURCE_DATE_EPOCH": str(epoch()), "LC_ALL": "C.UTF-8"},
            )
        except FileNotFoundError:
            print("dpkg-deb is not installed: no .deb", file=sys.stderr)
            return None
        return made.read_bytes()


def copyright(files):
    parts = [files["许可/LICENSE-MIT"], files["许可/LICENSE-APACHE"], "所用的库 libraries\n".encode(), files["许可/所用的库.txt"]]
    return "gouji: MIT OR Apache-2.0\n\n".encode() + b"\n\n".join(parts)


def write(path, data):
    """A package is there whole or not at all."""
    new = path.with_name(path.name + ".new")
    new.write_bytes(data)
    new.replace(path)
    print(path)


def pack(program, target, folder):
    folder.mkdir(parents=True, exist_ok=True)
    top = f"gouji-{VERSION}-{target}"
    bom, others = sbom(target)
    files = content(program, others)
    if "windows" in target:
        write(folder / f"{top}.zip", zipped(files, top, program))
    else:
        write(folder / f"{top}.tar.gz", tar(files, top, program))
    made = deb(files, program, target) if "linux-musl" in target else None
    if made:
        write(folder / f"gouji_{VERSION}_{DEBIAN[target.split('-')[0]]}.deb", made)
    write(folder / f"{top}.cdx.json", bom)


def sums(folder):
    kinds = (".tar.gz", ".zip", ".deb", ".whl", ".cdx.json")
    paths = sorted(path for path in folder.iterdir() if path.name.endswith(kinds))
    lines = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in paths)
    write(folder / SUMS, "".join(lines).encode())


if __name__ == "__main__":
    if sys.argv[1] == "--sums":
        sums(Path(sys.argv[2]))
    else:
        pack(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
